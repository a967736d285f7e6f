package dev.odograph.query;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The column that says when in a segment a row is: the last key with a unit of time.
 *
 * @param name its name
 * @param ms milliseconds in its unit
 */
public record TimeColumn(String name, double ms) {
    private static final Map<String, Double> UNITS =
            Map.of("ns", 1e-6, "us", 1e-3, "ms", 1.0, "s", 1e3, "min", 6e4, "h", 3.6e6);

    /** The time column of a table whose rows belong to segments, if it has one. */
    public static Optional<TimeColumn> of(TableSchema schema) {
        if (!schema.bySegment()) {
            return Optional.empty();
        }
        List<ColumnSpec> keys = schema.keys();
        for (int i = keys.size() - 1; i >= 0; i--) {
            Double ms = unit(keys.get(i).unit());
            ColumnType type = keys.get(i).type();
            if (ms != null && (type == ColumnType.INT32 || type == ColumnType.INT64 || type == ColumnType.FLOAT64)) {
                return Optional.of(new TimeColumn(keys.get(i).name(), ms));
            }
        }
        return Optional.empty();
    }

    /** Milliseconds in a unit of time; null for any other unit. */
    public static @Nullable Double unit(@Nullable String unit) {
        return unit == null ? null : UNITS.get(unit);
    }
}
