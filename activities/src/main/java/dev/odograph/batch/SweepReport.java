package dev.odograph.batch;

/**
 * What one sweep did.
 *
 * @param killed writes that were OPEN for too long and are DEAD now
 * @param rows rows of DEAD writes that were deleted
 * @param swept DEAD writes that are done with
 */
public record SweepReport(int killed, long rows, int swept) {
    /** Both together. */
    SweepReport plus(SweepReport other) {
        return new SweepReport(killed + other.killed, rows + other.rows, swept + other.swept);
    }
}
