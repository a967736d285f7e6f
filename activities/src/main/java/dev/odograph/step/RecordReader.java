package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.RecordSchema;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Makes records of rows; components are found by their column's name. */
final class RecordReader<I extends Record> {
    private final Class<I> record;
    private final FieldVector[] vectors;
    private final MethodHandle constructor;

    RecordReader(Class<I> record, VectorSchemaRoot batch) {
        RecordComponent[] components = record.getRecordComponents();
        this.record = record;
        this.vectors = new FieldVector[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            String column = RecordSchema.columnName(components[i]);
            FieldVector vector = batch.getVector(column);
            if (vector == null) {
                throw new OdographException(
                        ErrorCode.COLUMN_MISSING,
                        "Record " + record.getName() + " reads column \"" + column
                                + "\", which its step's input lacks: drop the component, or put the column out before");
            }
            vectors[i] = vector;
            types[i] = components[i].getType();
        }
        try {
            Constructor<I> canonical = record.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            this.constructor = MethodHandles.lookup()
                    .unreflectConstructor(canonical)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new OdographException(
                    ErrorCode.STEP_FAILED,
                    "Record " + record.getName() + " cannot be constructed: make it and its package accessible",
                    e);
        }
    }

    I read(int row) {
        @Nullable Object[] values = new @Nullable Object[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            values[i] = value(vectors[i], row);
        }
        try {
            return record.cast((Object) constructor.invokeExact(values));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(
                    record.getSimpleName() + " refuses the values " + Arrays.toString(values), e);
        }
    }

    private static @Nullable Object value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector) {
            case TimeStampMicroTZVector micros -> Instant.EPOCH.plus(micros.get(row), ChronoUnit.MICROS);
            case BitVector bits -> bits.get(row) != 0;
            default -> {
                Object value = vector.getObject(row);
                yield value instanceof Number || value == null ? value : value.toString();
            }
        };
    }
}
