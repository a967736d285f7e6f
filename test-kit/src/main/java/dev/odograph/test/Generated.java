package dev.odograph.test;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Rows made up for a schema: equal seeds make equal rows, and keys are unique. */
final class Generated {
    /** What is special about the values. */
    enum Kind {
        /** Nothing. */
        PLAIN,
        /** All that may be absent is. */
        NULLS,
        /** All that may be NaN is. */
        NANS
    }

    private Generated() {}

    /** That many rows for each of so many segments; the last key counts, the others are the same in a segment. */
    static TestTable rows(TableSchema schema, int segments, int rowsEach, Kind kind, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<ColumnSpec> keys = schema.keys();
        String last = keys.isEmpty() ? "" : keys.getLast().name();
        boolean once = last.equals(TableSchema.SEGMENT_ID);
        for (int segment = 0; segment < segments; segment++) {
            for (int at = 0; at < (once ? Math.min(1, rowsEach) : rowsEach); at++) {
                List<@Nullable Object> row = new ArrayList<>();
                for (ColumnSpec column : schema.columns()) {
                    row.add(
                            column.key()
                                    ? key(column, segment, column.name().equals(last) ? at : 0)
                                    : value(column, kind, random));
                }
                rows.add(row);
            }
        }
        return new TestTable(schema, List.of(), rows);
    }

    private static Object key(ColumnSpec column, int segment, int at) {
        if (column.name().equals(TableSchema.SEGMENT_ID)) {
            return TestTable.SEGMENT + "_" + segment;
        }
        return switch (column.type()) {
            case BOOL -> at % 2 == 1;
            case INT32 -> at + 1;
            case INT64, FLOAT64 -> "ms".equals(column.unit()) ? at * 100L : (long) at;
            case STRING -> String.format(java.util.Locale.ROOT, "key_%06d", at);
            case TIMESTAMP -> Instant.EPOCH.plusMillis(at * 100L);
        };
    }

    private static @Nullable Object value(ColumnSpec column, Kind kind, SplittableRandom random) {
        if (kind == Kind.NULLS && column.nullable()) {
            return null;
        }
        if (kind == Kind.NANS && column.allowsNaN()) {
            return Double.NaN;
        }
        return switch (column.type()) {
            case BOOL -> random.nextBoolean();
            case INT32 -> random.nextInt(100);
            case INT64 -> random.nextLong(1000);
            case FLOAT64 -> random.nextDouble(-10, 50);
            case STRING -> "value_" + random.nextInt(5);
            case TIMESTAMP -> Instant.EPOCH.plusMillis(random.nextLong(1_000_000));
        };
    }
}
