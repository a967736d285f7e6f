package dev.odograph.spec;

/**
 * How far the doubles of a metric may move without a new version: by {@code absolute}, or by {@code relative} of what
 * they were. All other values, null and NaN never move.
 *
 * @param absolute greatest distance, in the column's unit; not negative
 * @param relative greatest distance as a part of the earlier value; not negative
 */
public record Tolerance(double absolute, double relative) {
    /** Every change is a change. */
    public static final Tolerance EXACT = new Tolerance(0, 0);

    public Tolerance {
        if (!(absolute >= 0 && absolute < Double.POSITIVE_INFINITY && relative >= 0 && relative < 1)) {
            throw new IllegalArgumentException("a tolerance of " + absolute + " absolute and " + relative
                    + " relative: give finite numbers that are not negative, the relative one below 1");
        }
    }

    /** At most that far, in the column's unit. */
    public static Tolerance absolute(double distance) {
        return new Tolerance(distance, 0);
    }

    /** At most that part of the earlier value. */
    public static Tolerance relative(double part) {
        return new Tolerance(0, part);
    }

    /** Whether equal values only are the same. */
    public boolean exact() {
        return absolute == 0 && relative == 0;
    }

    /** Whether a value counts as the one before. */
    public boolean same(double before, double after) {
        if (!Double.isFinite(before) || !Double.isFinite(after)) {
            return Double.compare(before, after) == 0;
        }
        double distance = Math.abs(after - before);
        return distance <= absolute || distance <= relative * Math.abs(before);
    }

    @Override
    public String toString() {
        return exact() ? "exact" : "absolute " + absolute + ", relative " + relative;
    }
}
