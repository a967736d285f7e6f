package dev.odograph.graph;

import dev.odograph.spec.ColumnType;
import org.jspecify.annotations.Nullable;

/** The values that parameters may have. */
final class Values {
    private Values() {}

    /** The value as Boolean, Long, Double or String; null where it is none of these. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Boolean flag -> flag;
            case Long number -> number;
            case Double number -> number;
            case String text -> text;
            case null, default -> null;
        };
    }

    /** The type of a plain value. */
    static ColumnType type(Object plain) {
        return switch (plain) {
            case Boolean flag -> ColumnType.BOOL;
            case Long number -> ColumnType.INT64;
            case Double number -> ColumnType.FLOAT64;
            default -> ColumnType.STRING;
        };
    }

    static String describe(@Nullable Object value) {
        return value == null ? "null" : "of type " + value.getClass().getName();
    }
}
