package dev.odograph.dataset.simulator;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows that are made while they are read, a batch at a time: memory does not grow with their number. */
abstract class RowStream extends ArrowReader {
    static final int BATCH_ROWS = 30 * 2048;
    private static final ArrowType DOUBLE = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    private static final ArrowType LONG = new ArrowType.Int(64, true);
    private static final ArrowType INT = new ArrowType.Int(32, true);

    private final Schema schema;
    private long rows;

    RowStream(BufferAllocator allocator, List<Field> fields) {
        super(allocator);
        this.schema = new Schema(fields);
    }

    static Field int64(String name) {
        return Field.notNullable(name, LONG);
    }

    static Field int32(String name) {
        return Field.notNullable(name, INT);
    }

    static Field float64(String name) {
        return Field.notNullable(name, DOUBLE);
    }

    static Field nullableFloat64(String name) {
        return Field.nullable(name, DOUBLE);
    }

    /** Rows handed out so far. */
    final long rows() {
        return rows;
    }

    /** Fills at most {@link #BATCH_ROWS} rows of vectors that have room for them; 0 at the end. */
    abstract int fill(VectorSchemaRoot root);

    @Override
    public final boolean loadNextBatch() throws java.io.IOException {
        VectorSchemaRoot root = getVectorSchemaRoot();
        for (var vector : root.getFieldVectors()) {
            // New buffers each time: the engine may still hold those of the last batch.
            vector.setInitialCapacity(BATCH_ROWS);
            vector.allocateNew();
        }
        int filled = fill(root);
        root.setRowCount(filled);
        rows += filled;
        return filled > 0;
    }

    @Override
    protected final Schema readSchema() {
        return schema;
    }

    @Override
    public final long bytesRead() {
        return 0;
    }

    @Override
    protected final void closeReadSource() {}

    static BigIntVector longs(VectorSchemaRoot root, int column) {
        return (BigIntVector) root.getVector(column);
    }

    static IntVector ints(VectorSchemaRoot root, int column) {
        return (IntVector) root.getVector(column);
    }

    static Float8Vector doubles(VectorSchemaRoot root, int column) {
        return (Float8Vector) root.getVector(column);
    }

    /** Recordings carry no more digits than their sensors. */
    static double rounded(double value, double perUnit) {
        return Math.rint(value * perUnit) / perUnit;
    }
}
