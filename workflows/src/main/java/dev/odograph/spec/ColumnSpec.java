package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param name snake_case name
 * @param type value type
 * @param nullable whether a value may be absent; keys never are
 * @param key whether the column belongs to the row's key; keys sort in the order of their columns
 * @param unit unit of measure such as {@code m/s}; null where the value has none
 * @param allowsNaN whether NaN and infinities are values rather than errors; only for FLOAT64
 */
public record ColumnSpec(
        String name,
        ColumnType type,
        boolean nullable,
        boolean key,
        @Nullable String unit,
        @JsonProperty("allows_nan") boolean allowsNaN) {
    public ColumnSpec {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
    }
}
