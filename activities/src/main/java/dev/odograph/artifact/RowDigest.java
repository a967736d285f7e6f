package dev.odograph.artifact;

/**
 * Digest of a table's rows that does not depend on their order and sees duplicates: their number and the sum of their
 * hashes modulo 2^64. ClickHouse computes the same over stored rows.
 *
 * @param rows number of rows
 * @param sum sum of the rows' 64-bit hashes, as an unsigned 64-bit number
 */
public record RowDigest(long rows, long sum) {
    /** Digest of no rows. */
    public static final RowDigest EMPTY = new RowDigest(0, 0);

    /** Digest of both tables' rows together. */
    public RowDigest plus(RowDigest other) {
        return new RowDigest(rows + other.rows, sum + other.sum);
    }

    /** As text: {@code rows-hexsum}. */
    @Override
    public String toString() {
        return rows + "-" + Long.toHexString(sum);
    }
}
