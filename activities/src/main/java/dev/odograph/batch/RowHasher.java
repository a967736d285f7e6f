package dev.odograph.batch;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Digests rows in Arrow batches so that ClickHouse, by {@link RowHashSql}, comes to the same number.
 *
 * <p>A row's hash folds its columns in the schema's order: {@code h = mix(h ^ v)} from {@code h = 0x9E3779B97F4A7C15},
 * where {@code mix} is ClickHouse's {@code intHash64} and {@code v} is the value's 64 bits: 0 or 1; the sign-extended
 * integer; microseconds since 1970; IEEE 754 bits with one zero and one NaN; xxHash64 of UTF-8 bytes; and a constant
 * for null. The digest is the sum of the rows' hashes modulo 2^64, so it does not depend on order and sees duplicates.
 *
 * <p>Not thread-safe: one hasher belongs to one table of one thread. Retains nothing of the batches.
 */
public final class RowHasher {
    static final long SEED = 0x9E3779B97F4A7C15L;
    static final long NULL = 0x6E756C6C6E756C6CL;
    static final long NAN = 0x7FF8000000000000L;

    private final List<ColumnSpec> columns;
    private final long[] hashes = new long[ColumnHash.TILE];
    private final long[] values = new long[ColumnHash.TILE];
    private long rows;
    private long sum;

    /** A hasher of rows of that schema that has seen none yet. */
    public RowHasher(TableSchema schema) {
        this.columns = schema.columns();
    }

    /**
     * Adds a batch's rows. Columns are found by name; the batch may have others beside, which do not count.
     *
     * @throws OdographException COLUMN_MISSING, COLUMN_TYPE or VALUE_NULL where the batch is not of the schema; then
     *     nothing of it was added
     */
    public void add(VectorSchemaRoot batch) {
        int count = batch.getRowCount();
        List<ColumnHash> checked = columns.stream()
                .map(column -> new ColumnHash(column.type(), vector(batch, column)))
                .toList();
        long added = 0;
        for (int from = 0; from < count; from += ColumnHash.TILE) {
            int tile = Math.min(ColumnHash.TILE, count - from);
            Arrays.fill(hashes, 0, tile, SEED);
            for (ColumnHash column : checked) {
                column.fold(from, tile, hashes, values);
            }
            for (int row = 0; row < tile; row++) {
                added += hashes[row];
            }
        }
        sum += added;
        rows += count;
    }

    /** Digest of all rows so far. */
    public RowDigest digest() {
        return new RowDigest(rows, sum);
    }

    /** ClickHouse's {@code intHash64}. */
    static long mix(long value) {
        long x = value ^ 0x4CF2D2BAAE6DA887L;
        x ^= x >>> 33;
        x *= 0xFF51AFD7ED558CCDL;
        x ^= x >>> 33;
        x *= 0xC4CEB9FE1A85EC53L;
        return x ^ (x >>> 33);
    }

    private static FieldVector vector(VectorSchemaRoot batch, ColumnSpec column) {
        FieldVector vector = batch.getVector(column.name());
        if (vector == null) {
            throw new OdographException(
                    ErrorCode.COLUMN_MISSING,
                    "Column " + column.name() + " is not in the rows to digest, which have "
                            + batch.getSchema().getFields().stream()
                                    .map(Field::getName)
                                    .collect(Collectors.joining(", "))
                            + ": put it out, or take it from the schema");
        }
        String type = vector.getField().getType().toString();
        if (!type.equals(column.type().arrow())) {
            throw new OdographException(
                    ErrorCode.COLUMN_TYPE,
                    "Column " + column.name() + " of the rows to digest is " + type + ", but its schema says "
                            + column.type().arrow() + ": convert it before it is put out");
        }
        if (!column.nullable() && vector.getNullCount() > 0) {
            throw new OdographException(
                    ErrorCode.VALUE_NULL,
                    "Column " + column.name() + " holds " + vector.getNullCount()
                            + " nulls, but its schema does not allow them: put out a value, or mark it @Nullable");
        }
        return vector;
    }
}
