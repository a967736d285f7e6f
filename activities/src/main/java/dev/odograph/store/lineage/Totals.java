package dev.odograph.store.lineage;

/**
 * How much of the recordings something stands on.
 *
 * @param segments number of segments
 * @param rows rows of their tables
 * @param distanceM metres driven
 * @param durationMs milliseconds recorded
 */
public record Totals(long segments, long rows, double distanceM, long durationMs) {
    /** Nothing. */
    public static final Totals NONE = new Totals(0, 0, 0, 0);

    /** Both together. */
    public Totals plus(Totals other) {
        return new Totals(
                segments + other.segments,
                rows + other.rows,
                distanceM + other.distanceM,
                durationMs + other.durationMs);
    }

    /** Kilometres driven. */
    public double kilometres() {
        return distanceM / 1_000;
    }

    /** Hours recorded. */
    public double hours() {
        return durationMs / 3_600_000.0;
    }
}
