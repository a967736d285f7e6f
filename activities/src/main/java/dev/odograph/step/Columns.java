package dev.odograph.step;

import dev.odograph.graph.Rows.BooleanColumn;
import dev.odograph.graph.Rows.DoubleColumn;
import dev.odograph.graph.Rows.LongColumn;
import dev.odograph.graph.Rows.StringColumn;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Views of a batch's columns at a current row. The vectors stay the same objects from batch to batch. */
final class Columns {
    private Columns() {}

    static DoubleColumn doubles(VectorSchemaRoot batch, String column, IntSupplier row) {
        if (!(vector(batch, column) instanceof Float8Vector vector)) {
            throw wrong(batch, column, "FLOAT64");
        }
        return new DoubleColumn() {
            @Override
            public double value() {
                int at = row.getAsInt();
                return vector.isNull(at) ? 0 : vector.get(at);
            }

            @Override
            public boolean isNull() {
                return vector.isNull(row.getAsInt());
            }
        };
    }

    static LongColumn longs(VectorSchemaRoot batch, String column, IntSupplier row) {
        FieldVector vector = vector(batch, column);
        return switch (vector) {
            case BigIntVector longs ->
                new Longs(longs, row) {
                    @Override
                    long at(int index) {
                        return longs.get(index);
                    }
                };
            case IntVector ints ->
                new Longs(ints, row) {
                    @Override
                    long at(int index) {
                        return ints.get(index);
                    }
                };
            case TimeStampMicroTZVector micros ->
                new Longs(micros, row) {
                    @Override
                    long at(int index) {
                        return micros.get(index);
                    }
                };
            default -> throw wrong(batch, column, "INT64, INT32 or TIMESTAMP");
        };
    }

    private abstract static class Longs implements LongColumn {
        private final FieldVector vector;
        private final IntSupplier row;

        Longs(FieldVector vector, IntSupplier row) {
            this.vector = vector;
            this.row = row;
        }

        abstract long at(int index);

        @Override
        public final long value() {
            int index = row.getAsInt();
            return vector.isNull(index) ? 0 : at(index);
        }

        @Override
        public final boolean isNull() {
            return vector.isNull(row.getAsInt());
        }
    }

    static BooleanColumn booleans(VectorSchemaRoot batch, String column, IntSupplier row) {
        if (!(vector(batch, column) instanceof BitVector vector)) {
            throw wrong(batch, column, "BOOL");
        }
        return new BooleanColumn() {
            @Override
            public boolean value() {
                int at = row.getAsInt();
                return !vector.isNull(at) && vector.get(at) != 0;
            }

            @Override
            public boolean isNull() {
                return vector.isNull(row.getAsInt());
            }
        };
    }

    static StringColumn strings(VectorSchemaRoot batch, String column, IntSupplier row) {
        if (!(vector(batch, column) instanceof VarCharVector vector)) {
            throw wrong(batch, column, "STRING");
        }
        return new StringColumn() {
            @Override
            public String value() {
                int at = row.getAsInt();
                return vector.isNull(at) ? "" : vector.getObject(at).toString();
            }

            @Override
            public boolean isNull() {
                return vector.isNull(row.getAsInt());
            }
        };
    }

    private static FieldVector vector(VectorSchemaRoot batch, String column) {
        FieldVector vector = batch.getVector(column);
        if (vector == null) {
            throw wrong(batch, column, "any type");
        }
        return vector;
    }

    private static IllegalArgumentException wrong(VectorSchemaRoot batch, String column, String type) {
        return new IllegalArgumentException("no column \"" + column + "\" of " + type + " in the input: it has "
                + batch.getSchema().getFields().stream()
                        .map(field -> field.getName() + " " + field.getType())
                        .collect(Collectors.joining(", ")));
    }
}
