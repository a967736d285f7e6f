package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Computes one golden vector and compares. */
record GoldenCheck(KernelLibrary library, Kernel kernel, GoldenVector vector) {
    void run(BufferAllocator allocator) {
        KernelDescriptor declared = kernel.descriptor();
        List<VectorSchemaRoot> inputs = new ArrayList<>();
        try {
            for (int i = 0; i < declared.inputs().size(); i++) {
                inputs.add(GoldenTable.read(
                        allocator, declared.inputs().get(i), vector.inputs().get(i)));
            }
            try (VectorSchemaRoot expected = GoldenTable.read(allocator, declared.output(), vector.output());
                    VectorSchemaRoot found = kernel.invoke(allocator, inputs, vector.parameters(), new CancelFlag())) {
                compare(expected, found);
            }
        } catch (KernelException e) {
            if (e.code() == Code.LIBRARY_GOLDEN_DIFFERS) {
                throw e;
            }
            throw differs("should give rows, but failed: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new KernelException(
                    Code.LIBRARY_INVALID,
                    "kernel library " + library.path() + " breaks the kernel ABI: golden vector \"" + vector.name()
                            + "\" of kernel " + declared.name() + ": " + e.getMessage());
        } finally {
            inputs.forEach(VectorSchemaRoot::close);
        }
    }

    private void compare(VectorSchemaRoot expected, VectorSchemaRoot found) {
        if (expected.getRowCount() != found.getRowCount()) {
            throw differs("expected " + expected.getRowCount() + " rows, found " + found.getRowCount());
        }
        for (int row = 0; row < expected.getRowCount(); row++) {
            for (KernelField field : kernel.descriptor().output().fields()) {
                @Nullable Object wanted = expected.getVector(field.name()).getObject(row);
                @Nullable Object given = found.getVector(field.name()).getObject(row);
                if (!same(wanted, given)) {
                    throw differs(
                            "row " + row + " column " + field.name() + ": expected " + wanted + ", found " + given);
                }
            }
        }
    }

    private boolean same(@Nullable Object wanted, @Nullable Object given) {
        return switch (wanted) {
            case Double number when given instanceof Double other -> near(number, other);
            case Float number when given instanceof Float other -> near(number, other);
            case List<?> list
            when given instanceof List<?> other ->
                list.size() == other.size()
                        && java.util.stream.IntStream.range(0, list.size())
                                .allMatch(i -> same(list.get(i), other.get(i)));
            case null, default -> Objects.equals(wanted, given);
        };
    }

    private boolean near(double wanted, double given) {
        return Double.compare(wanted, given) == 0
                || within(
                        place(Double.doubleToLongBits(wanted), Long.MIN_VALUE),
                        place(Double.doubleToLongBits(given), Long.MIN_VALUE));
    }

    private boolean near(float wanted, float given) {
        return Float.compare(wanted, given) == 0
                || within(
                        place(Float.floatToIntBits(wanted), Integer.MIN_VALUE),
                        place(Float.floatToIntBits(given), Integer.MIN_VALUE));
    }

    /** Neighbouring floating-point numbers become neighbouring integers. */
    private static long place(long bits, long least) {
        return bits < 0 ? least - bits : bits;
    }

    private boolean within(long wanted, long given) {
        long distance = wanted - given;
        return vector.maxUlps() > 0 && Math.abs(distance) <= vector.maxUlps() && (wanted < given) == (distance < 0);
    }

    private KernelException differs(String difference) {
        return new KernelException(
                Code.LIBRARY_GOLDEN_DIFFERS,
                "kernel " + kernel.descriptor().name() + " of library "
                        + library.path().getFileName()
                        + ", golden vector \"" + vector.name() + "\": " + difference
                        + ". This host computes otherwise than the library's author, so it takes no kernel tasks. The"
                        + " library is built for " + library.instructionSet() + ", build "
                        + library.buildId()
                                .substring(0, Math.min(12, library.buildId().length()))
                        + ": correct the vector or the kernel if it differs on every host, allow ulps if a library"
                        + " function differs, else take this host out of service");
    }
}
