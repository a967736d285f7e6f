package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Checks a stream of batches as it flows by: no null where none may be, no NaN or infinity where none may be, rows in
 * strict order of the key. What is wrong is told by a {@link Blame}, which knows whose rows they are.
 */
final class RowChecks {
    private static final long EXPONENT = 0x7ff0000000000000L;

    private final TableSchema schema;
    private final Blame blame;
    private final List<KeyOrder> order;
    private long rows;
    private boolean sorted = true;

    RowChecks(TableSchema schema, Blame blame) {
        this.schema = schema;
        this.blame = blame;
        this.order = schema.keys().stream().map(KeyOrder::of).toList();
    }

    /** Rows seen so far. */
    long rows() {
        return rows;
    }

    /** Whether all rows so far came in order of the key. */
    boolean sorted() {
        return sorted;
    }

    /** Checks the next batch; its columns are found by name. */
    void check(VectorSchemaRoot batch) {
        int count = batch.getRowCount();
        if (count == 0) {
            return;
        }
        for (ColumnSpec column : schema.columns()) {
            values(column, batch);
        }
        if (sorted) {
            order(batch);
        }
        rows += count;
    }

    private void values(ColumnSpec column, VectorSchemaRoot batch) {
        FieldVector vector = batch.getVector(column.name());
        int count = batch.getRowCount();
        if (!column.nullable() && vector.getNullCount() > 0) {
            for (int i = 0; i < count; i++) {
                if (vector.isNull(i)) {
                    throw blame.error(ErrorCode.VALUE_NULL, column, batch, i, rows + i);
                }
            }
        }
        if (column.type() == ColumnType.FLOAT64 && !column.allowsNaN()) {
            MemorySegment values = KeyOrder.memory(vector.getDataBuffer(), count * 8L);
            if (mayBeInfinite(values, count)) {
                finite(column, batch, vector, values);
            }
        }
    }

    private static boolean mayBeInfinite(MemorySegment values, int count) {
        boolean found = false;
        for (int i = 0; i < count; i++) {
            found |= (values.get(KeyOrder.LONG, i * 8L) & EXPONENT) == EXPONENT;
        }
        return found;
    }

    private void finite(ColumnSpec column, VectorSchemaRoot batch, FieldVector vector, MemorySegment values) {
        for (int i = 0; i < batch.getRowCount(); i++) {
            if (!vector.isNull(i) && !Double.isFinite(values.get(KeyOrder.DOUBLE, i * 8L))) {
                throw blame.error(ErrorCode.VALUE_NOT_FINITE, column, batch, i, rows + i);
            }
        }
    }

    private void order(VectorSchemaRoot batch) {
        List<ColumnSpec> keys = schema.keys();
        int count = batch.getRowCount();
        if (keys.isEmpty()) {
            if (rows + count > 1) {
                throw blame.error(
                        ErrorCode.KEY_DUPLICATE, schema.columns().getFirst(), batch, count - 1, rows + count - 1);
            }
            return;
        }
        KeyOrder[] varying = new KeyOrder[keys.size()];
        int columns = 0;
        for (int i = 0; i < keys.size(); i++) {
            if (!order.get(i).constant(batch.getVector(keys.get(i).name()), count)) {
                varying[columns++] = order.get(i);
            }
        }
        compare(batch, varying, columns, keys.getLast());
        int last = count - 1;
        order.forEach(key -> key.remember(last));
    }

    private void compare(VectorSchemaRoot batch, KeyOrder[] keys, int columns, ColumnSpec lastKey) {
        for (int row = rows == 0 ? 1 : 0; row < batch.getRowCount(); row++) {
            int result = 0;
            for (int k = 0; k < columns && result == 0; k++) {
                result = keys[k].compareWithPrevious(row);
            }
            if (result == 0) {
                throw blame.error(ErrorCode.KEY_DUPLICATE, lastKey, batch, row, rows + row);
            }
            if (result > 0) {
                sorted = false;
                return;
            }
        }
    }

    /** Says what is wrong with a row. */
    @FunctionalInterface
    interface Blame {
        /**
         * @param code VALUE_NULL, VALUE_NOT_FINITE or KEY_DUPLICATE
         * @param column the column it is about; of a duplicate, the last of the key
         * @param batch the batch in hand
         * @param row the row in the batch
         * @param number the row in the stream, from 0
         */
        OdographException error(ErrorCode code, ColumnSpec column, VectorSchemaRoot batch, int row, long number);
    }
}
