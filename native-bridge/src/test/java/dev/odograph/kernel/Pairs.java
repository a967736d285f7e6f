package dev.odograph.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Builds inputs of time_to_collision. */
final class Pairs {
    private Pairs() {}

    record Pair(
            @Nullable Double speedMps,
            @Nullable Double gapM,
            @Nullable Double closingMps) {}

    /** Rows of segment s1, position 2, t_ms 0, 100, 200 …; the columns in an order that is not the declared one. */
    static VectorSchemaRoot of(BufferAllocator allocator, List<Pair> pairs) {
        Float8Vector closing = new Float8Vector("closing_mps", allocator);
        Float8Vector gap = new Float8Vector("gap_m", allocator);
        IntVector position = new IntVector("position", allocator);
        VarCharVector segment = new VarCharVector("segment_id", allocator);
        Float8Vector speed = new Float8Vector("speed_mps", allocator);
        BigIntVector time = new BigIntVector("t_ms", allocator);
        for (int row = 0; row < pairs.size(); row++) {
            segment.setSafe(row, "s1".getBytes(StandardCharsets.UTF_8));
            position.setSafe(row, 2);
            time.setSafe(row, row * 100L);
            set(speed, row, pairs.get(row).speedMps());
            set(gap, row, pairs.get(row).gapM());
            set(closing, row, pairs.get(row).closingMps());
        }
        List<FieldVector> vectors = List.of(closing, gap, position, segment, speed, time);
        vectors.forEach(vector -> vector.setValueCount(pairs.size()));
        return new VectorSchemaRoot(vectors);
    }

    private static void set(Float8Vector vector, int row, @Nullable Double value) {
        if (value == null) {
            vector.setNull(row);
        } else {
            vector.setSafe(row, value);
        }
    }
}
