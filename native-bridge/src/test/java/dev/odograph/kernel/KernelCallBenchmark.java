package dev.odograph.kernel;

import dev.odograph.kernel.Pairs.Pair;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * What a call of time_to_collision costs, beside plain Java that makes the same table from the same vectors, by turns
 * in one process. Prints medians of the thread's processor time, which a busy machine does not lengthen, and of the time
 * that passed; asserts nothing.
 */
final class KernelCallBenchmark {
    private static final int ROWS = 65_536;
    private static final int WARM_UP = 300;
    private static final int CALLS = 1_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private KernelCallBenchmark() {}

    public static void main(String[] arguments) {
        Kernel kernel = CoreKernels.library().kernel("time_to_collision");
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot pairs = Pairs.of(allocator, random(ROWS));
                VectorSchemaRoot one = Pairs.of(allocator, random(1))) {
            CancelFlag cancel = new CancelFlag();
            double[] calls = new double[CALLS];
            double[] passed = new double[CALLS];
            double[] java = new double[CALLS];
            double[] boundary = new double[CALLS];
            for (int i = -WARM_UP; i < CALLS; i++) {
                int slot = Math.max(i, 0);
                long start = System.nanoTime();
                calls[slot] = micros(() -> kernel.invoke(allocator, List.of(pairs), Map.of(), cancel));
                passed[slot] = (System.nanoTime() - start) / 1e3;
                java[slot] = micros(() -> plainJava(allocator, pairs));
                boundary[slot] = micros(() -> kernel.invoke(allocator, List.of(one), Map.of(), cancel));
            }
            System.out.printf(
                    "kernel call on %,d rows: %.0f us (%.0f us passed); plain Java: %.0f us; ratio %.2f; a call on one"
                            + " row: %.0f us%n",
                    ROWS, median(calls), median(passed), median(java), median(calls) / median(java), median(boundary));
        }
    }

    @FunctionalInterface
    private interface Call {
        VectorSchemaRoot make();
    }

    /** Processor time from the call to the release of its result. */
    private static double micros(Call call) {
        long start = THREADS.getCurrentThreadCpuTime();
        call.make().close();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static List<Pair> random(int rows) {
        Random random = new Random(7);
        List<Pair> pairs = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            pairs.add(new Pair(
                    random.nextDouble() * 30,
                    random.nextInt(9) == 0 ? null : random.nextDouble() * 50,
                    random.nextDouble() * 4 - 2));
        }
        return pairs;
    }

    private static VectorSchemaRoot plainJava(BufferAllocator allocator, VectorSchemaRoot pairs) {
        int rows = pairs.getRowCount();
        Float8Vector gap = (Float8Vector) pairs.getVector("gap_m");
        Float8Vector closing = (Float8Vector) pairs.getVector("closing_mps");
        Float8Vector speed = (Float8Vector) pairs.getVector("speed_mps");
        Float8Vector ttc = measure("ttc_s", allocator, rows);
        Float8Vector drac = measure("drac_mps2", allocator, rows);
        Float8Vector headway = measure("headway_s", allocator, rows);
        for (int row = 0; row < rows; row++) {
            boolean apart = !gap.isNull(row) && gap.get(row) > 0;
            if (apart && !closing.isNull(row) && closing.get(row) > 0.1) {
                ttc.set(row, gap.get(row) / closing.get(row));
                drac.set(row, closing.get(row) * closing.get(row) / (2 * gap.get(row)));
            }
            if (apart && !speed.isNull(row) && speed.get(row) > 1) {
                headway.set(row, gap.get(row) / speed.get(row));
            }
        }
        List<FieldVector> columns = List.of(
                copy((VarCharVector) pairs.getVector("segment_id"), allocator),
                copy((IntVector) pairs.getVector("position"), allocator),
                copy((BigIntVector) pairs.getVector("t_ms"), allocator),
                ttc,
                drac,
                headway);
        columns.forEach(column -> column.setValueCount(rows));
        return new VectorSchemaRoot(columns);
    }

    private static Float8Vector measure(String name, BufferAllocator allocator, int rows) {
        Float8Vector vector = new Float8Vector(name, allocator);
        vector.allocateNew(rows);
        vector.zeroVector();
        return vector;
    }

    /** All rows by their buffers, as a hand-written program would. */
    private static FieldVector copy(FieldVector from, BufferAllocator allocator) {
        FieldVector to =
                (FieldVector) from.getTransferPair(from.getField(), allocator).getTo();
        List<ArrowBuf> copies = new ArrayList<>();
        for (ArrowBuf buffer : from.getFieldBuffers()) {
            ArrowBuf fresh = allocator.buffer(Math.max(1, buffer.readableBytes()));
            fresh.setBytes(0, buffer, 0, buffer.readableBytes());
            fresh.writerIndex(buffer.readableBytes());
            copies.add(fresh);
        }
        to.loadFieldBuffers(new ArrowFieldNode(from.getValueCount(), from.getNullCount()), copies);
        copies.forEach(ArrowBuf::close);
        return to;
    }
}
