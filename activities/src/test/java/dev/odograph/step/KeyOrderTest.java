package dev.odograph.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyOrderTest {
    private static final ColumnSpec TEXT = new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false);

    /** Runs of one value, of lengths around the strides, with neighbours that share a beginning. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void textsCompareByTheirBytesHoweverLongOneOfThemStays(long seed) {
        Random random = new Random(seed);
        List<String> values = new ArrayList<>();
        while (values.size() < 3000) {
            String value = "drive_" + "x".repeat(random.nextInt(3)) + (char) ('a' + random.nextInt(300));
            for (int times = random.nextInt(200); times >= 0; times--) {
                values.add(value);
            }
        }
        KeyOrder order = KeyOrder.of(TEXT);
        byte[] before = {};
        try (BufferAllocator allocator = new RootAllocator()) {
            for (int from = 0; from < values.size(); from += 777) {
                List<String> batch = values.subList(from, Math.min(from + 777, values.size()));
                try (VarCharVector vector = new VarCharVector("segment_id", allocator)) {
                    vector.allocateNew();
                    for (int row = 0; row < batch.size(); row++) {
                        vector.setSafe(row, batch.get(row).getBytes(UTF_8));
                    }
                    vector.setValueCount(batch.size());
                    boolean constant = order.constant(vector, batch.size());
                    for (int row = 0; row < batch.size(); row++) {
                        byte[] value = batch.get(row).getBytes(UTF_8);
                        int expected = Integer.signum(Arrays.compareUnsigned(before, value));
                        assertThat(Integer.signum(order.compareWithPrevious(row)))
                                .as("row %d", from + row)
                                .isEqualTo(expected);
                        assertThat(constant && expected != 0).isFalse();
                        before = value;
                    }
                    order.remember(batch.size() - 1);
                }
            }
        }
    }
}
