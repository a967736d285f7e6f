package dev.odograph.test;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a double may be from the one expected: by {@code absolute}, or by {@code relative} of it. All other values, null
 * and NaN are compared exactly.
 *
 * @param absolute greatest distance; not negative
 * @param relative greatest distance as a part of the expected value; not negative
 */
public record Tolerance(double absolute, double relative) {
    /** Equal numbers only. */
    public static final Tolerance EXACT = new Tolerance(0, 0);

    /** What rounding explains. */
    public static final Tolerance ROUNDING = new Tolerance(1e-12, 1e-9);

    public Tolerance {
        if (!(absolute >= 0) || !(relative >= 0)) {
            throw new IllegalArgumentException(
                    "a tolerance of " + absolute + " and " + relative + ": give numbers that are not negative");
        }
    }

    /** At most that far away. */
    public static Tolerance absolute(double distance) {
        return new Tolerance(distance, 0);
    }

    /** At most that part of the expected value away. */
    public static Tolerance relative(double part) {
        return new Tolerance(0, part);
    }

    /** Whether a value is near enough to the one expected. */
    public boolean same(@Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Double wanted && actual instanceof Double given) {
            if (!Double.isFinite(wanted) || !Double.isFinite(given)) {
                return wanted.equals(given);
            }
            double distance = Math.abs(wanted - given);
            return distance <= absolute || distance <= relative * Math.abs(wanted);
        }
        return Objects.equals(expected, actual);
    }
}
