package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.RecordSchema;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Writes records' components into a batch's columns, checking what the schema demands. */
final class RecordWriter {
    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);

    private final List<Cell> cells = new ArrayList<>();

    RecordWriter(Class<?> record, TableSchema schema, VectorSchemaRoot batch) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = RecordSchema.columnName(component);
            ColumnSpec column = schema.column(name)
                    .orElseThrow(() -> new OdographException(
                            ErrorCode.STEP_FAILED,
                            "Record " + record.getName() + " has component " + component.getName()
                                    + ", which the step's schema lacks: build the bundle again"));
            cells.add(new Cell(column, batch.getVector(name), accessor(component)));
        }
    }

    /** Writes a record as row {@code row}. */
    void write(Record record, int row, String segmentId) {
        for (Cell cell : cells) {
            Object value = cell.read(record);
            check(cell.column(), value, segmentId);
            set(cell.vector(), row, value);
        }
    }

    private static void check(ColumnSpec column, @Nullable Object value, String segmentId) {
        if (value == null && !column.nullable()) {
            throw new IllegalArgumentException("a row was emitted with null in \"" + column.name()
                    + "\": give it a value, or mark the component @Nullable");
        }
        if (value instanceof Double number && !Double.isFinite(number) && !column.allowsNaN()) {
            throw new IllegalArgumentException("a row was emitted with " + number + " in \"" + column.name()
                    + "\": emit null instead, or mark the component @AllowsNaN");
        }
        if (column.name().equals(TableSchema.SEGMENT_ID) && !segmentId.equals(value)) {
            throw new IllegalArgumentException("a row was emitted with segment_id \"" + value
                    + "\": a step emits rows of the segment that it reads, context.segmentId()");
        }
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        switch (vector) {
            case VarCharVector text
            when value != null -> text.setSafe(row, new org.apache.arrow.vector.util.Text(value.toString()));
            case Float8Vector doubles when value != null -> doubles.setSafe(row, (double) (Double) value);
            case BigIntVector longs when value != null -> longs.setSafe(row, (long) (Long) value);
            case IntVector ints when value != null -> ints.setSafe(row, (int) (Integer) value);
            case BitVector bits when value != null -> bits.setSafe(row, (Boolean) value ? 1 : 0);
            case TimeStampMicroTZVector micros
            when value != null -> micros.setSafe(row, ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
            case VarCharVector text -> text.setNull(row);
            case BaseFixedWidthVector fixed -> fixed.setNull(row);
            default -> throw new IllegalStateException("no column is a " + vector.getClass());
        }
    }

    private static MethodHandle accessor(RecordComponent component) {
        try {
            Method method = component.getAccessor();
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method).asType(ACCESSOR);
        } catch (IllegalAccessException e) {
            throw new OdographException(
                    ErrorCode.STEP_FAILED,
                    "Component " + component + " cannot be read: make the record and its package accessible",
                    e);
        }
    }

    private record Cell(ColumnSpec column, FieldVector vector, MethodHandle accessor) {
        @Nullable
        Object read(Record record) {
            try {
                return (Object) accessor.invokeExact((Object) record);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalArgumentException("component of \"" + column.name() + "\" cannot be read", e);
            }
        }
    }
}
