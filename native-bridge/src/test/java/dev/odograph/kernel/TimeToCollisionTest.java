package dev.odograph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.kernel.KernelException.Code;
import dev.odograph.kernel.Pairs.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TimeToCollisionTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final Kernel kernel = CoreKernels.library().kernel("time_to_collision");

    @AfterEach
    void nothingIsLeftAllocated() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    @Test
    void givesTheThreeMeasuresOfAPair() {
        assertThat(measures(List.of(new Pair(20.0, 30.0, 5.0)), Map.of()))
                .containsExactly(List.of(6.0, 25.0 / 60, 1.5));
    }

    @Test
    void keepsOneRowForEachPairWithNullsWhereAMeasureIsNotDefined() {
        List<Pair> pairs = List.of(
                new Pair(20.0, null, 5.0),
                new Pair(20.0, 0.0, 5.0),
                new Pair(20.0, -1.0, 5.0),
                new Pair(20.0, 30.0, 0.1),
                new Pair(20.0, 30.0, Math.nextUp(0.1)),
                new Pair(1.0, 30.0, null),
                new Pair(null, 30.0, 3.0),
                new Pair(20.0, 30.0, -5.0));

        double tiny = Math.nextUp(0.1);
        assertThat(measures(pairs, Map.of()))
                .containsExactly(
                        nulls(null, null, null),
                        nulls(null, null, null),
                        nulls(null, null, null),
                        nulls(null, null, 1.5),
                        nulls(30 / tiny, tiny * tiny / 60, 1.5),
                        nulls(null, null, null),
                        nulls(10.0, 9.0 / 60, null),
                        nulls(null, null, 1.5));
    }

    @Test
    void takesThresholdsAsParameters() {
        assertThat(measures(List.of(new Pair(20.0, 30.0, 5.0)), Map.of("min_closing_mps", 5, "min_speed_mps", 20.0f)))
                .containsExactly(nulls(null, null, null));
    }

    @Test
    void agreesWithPlainJavaOnRandomPairs() {
        Random random = new Random(7);
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < 20_001; row++) {
            pairs.add(new Pair(
                    random.nextDouble() * 4,
                    random.nextInt(9) == 0 ? null : random.nextDouble() * 50 - 5,
                    random.nextDouble() - 0.3));
        }
        List<List<Double>> expected =
                pairs.stream().map(TimeToCollisionTest::plainJava).toList();

        assertThat(measures(pairs, Map.of())).isEqualTo(expected);
    }

    @Test
    void copiesTheKeyColumnsThrough() {
        try (VectorSchemaRoot pairs = Pairs.of(allocator, Collections.nCopies(3, new Pair(20.0, 30.0, 5.0)));
                VectorSchemaRoot out = kernel.invoke(allocator, List.of(pairs), Map.of(), new CancelFlag())) {
            assertThat(out.getVector("segment_id").getObject(2)).hasToString("s1");
            assertThat(out.getVector("position").getObject(2)).isEqualTo(2);
            assertThat(out.getVector("t_ms").getObject(2)).isEqualTo(200L);
        }
    }

    @Test
    void givesNoRowsForNoRows() {
        assertThat(measures(List.of(), Map.of())).isEmpty();
    }

    @Test
    void readsASliceAsIfItWereAWholeTable() {
        List<Pair> pairs = new ArrayList<>(Collections.nCopies(13, new Pair(20.0, null, 5.0)));
        pairs.set(11, new Pair(20.0, 30.0, 5.0));
        try (VectorSchemaRoot whole = Pairs.of(allocator, pairs);
                VectorSchemaRoot slice = whole.slice(3, 10);
                VectorSchemaRoot out = kernel.invoke(allocator, List.of(slice), Map.of(), new CancelFlag())) {
            assertThat(out.getRowCount()).isEqualTo(10);
            assertThat(out.getVector("ttc_s").getObject(8)).isEqualTo(6.0);
            assertThat(out.getVector("ttc_s").getNullCount()).isEqualTo(9);
            assertThat(out.getVector("t_ms").getObject(8)).isEqualTo(1100L);
        }
    }

    @Test
    void refusesNanNamingColumnRowAndSegment() {
        assertThatThrownBy(() -> measures(List.of(new Pair(1.0, 1.0, 1.0), new Pair(1.0, 1.0, Double.NaN)), Map.of()))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.INPUT_INVALID))
                .hasMessageContaining("kernel time_to_collision: input pairs column closing_mps is NaN")
                .hasMessageContaining("row 1 of segment s1");
    }

    @Test
    void givesTheSameRowsWhenCalledConcurrently() throws Exception {
        List<Callable<List<List<Double>>>> calls =
                Collections.nCopies(16, () -> measures(Collections.nCopies(500, new Pair(20.0, 30.0, 5.0)), Map.of()));
        try (var executor = Executors.newFixedThreadPool(4)) {
            for (Future<List<List<Double>>> call : executor.invokeAll(calls)) {
                assertThat(call.get()).hasSize(500).containsOnly(List.of(6.0, 25.0 / 60, 1.5));
            }
        }
    }

    private List<List<Double>> measures(List<Pair> rows, Map<String, ?> parameters) {
        try (VectorSchemaRoot pairs = Pairs.of(allocator, rows);
                VectorSchemaRoot out = kernel.invoke(allocator, List.of(pairs), parameters, new CancelFlag())) {
            List<List<Double>> result = new ArrayList<>();
            for (int row = 0; row < out.getRowCount(); row++) {
                result.add(nulls(
                        (Double) out.getVector("ttc_s").getObject(row),
                        (Double) out.getVector("drac_mps2").getObject(row),
                        (Double) out.getVector("headway_s").getObject(row)));
            }
            return result;
        }
    }

    private static List<Double> plainJava(Pair pair) {
        Double gap = pair.gapM();
        boolean apart = gap != null && gap > 0;
        boolean closes = apart && pair.closingMps() > 0.1;
        return nulls(
                closes ? Double.valueOf(gap / pair.closingMps()) : null,
                closes ? Double.valueOf(pair.closingMps() * pair.closingMps() / (2 * gap)) : null,
                apart && pair.speedMps() > 1 ? Double.valueOf(gap / pair.speedMps()) : null);
    }

    private static List<Double> nulls(@Nullable Double... values) {
        return java.util.Arrays.asList(values);
    }
}
