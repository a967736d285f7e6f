package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a graph.
 *
 * @param name snake_case name
 * @param type BOOL, INT64, FLOAT64 or STRING
 * @param defaultValue Boolean, Long, Double or String as the type says
 * @param unit unit of measure; null where the value has none
 */
public record ParameterSpec(
        String name,
        ColumnType type,
        Object defaultValue,
        @Nullable String unit) {
    public ParameterSpec {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        // JSON does not tell a small Long from an Integer
        defaultValue = requireNonNull(defaultValue, "defaultValue is null") instanceof Integer number
                ? number.longValue()
                : defaultValue;
    }
}
