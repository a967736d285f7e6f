package dev.odograph.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a kernel.
 *
 * @param name snake_case
 * @param type its type
 * @param fallback the default as {@link Long}, {@link Double}, {@link Boolean} or {@link String}; null where the
 *     parameter must be given
 * @param unit such as {@code m/s}; empty for none
 * @param description what it does
 */
public record KernelParameter(
        String name, Type type, @Nullable Object fallback, String unit, String description) {

    /** Types of parameters, with the Java values they take. */
    public enum Type {
        /** {@link Long}, {@link Integer}, {@link Short} or {@link Byte}. */
        INT64,
        /** {@link Double}, {@link Float} or any of the integers of {@link #INT64} that a double holds exactly. */
        FLOAT64,
        /** {@link Boolean}. */
        BOOL,
        /** {@link String}. */
        STRING
    }

    /** The value in canonical form (Long, Double, Boolean, String), or empty where it has another type. */
    Optional<Object> canonical(@Nullable Object value) {
        return switch (type) {
            case INT64 -> integer(value).map(number -> number);
            case FLOAT64 ->
                value instanceof Double || value instanceof Float
                        ? Optional.of(((Number) value).doubleValue())
                        : integer(value)
                                .filter(number -> Math.abs(number) <= 1L << 53)
                                .map(Long::doubleValue);
            case BOOL -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
            case STRING -> value instanceof String ? Optional.of(value) : Optional.empty();
        };
    }

    private static Optional<Long> integer(@Nullable Object value) {
        return switch (value) {
            case Long number -> Optional.of(number);
            case Integer number -> Optional.of(number.longValue());
            case Short number -> Optional.of(number.longValue());
            case Byte number -> Optional.of(number.longValue());
            case null, default -> Optional.empty();
        };
    }
}
