package dev.odograph.test;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Single values: from records, to and from Arrow, as text. */
final class Cells {
    private Cells() {}

    static int index(TableSchema schema, String column) {
        return IntStream.range(0, schema.columns().size())
                .filter(at -> schema.columns().get(at).name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no column \"" + column + "\": there are "
                        + schema.columns().stream().map(ColumnSpec::name).toList()));
    }

    static @Nullable Object component(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("component " + component + " cannot be read", e);
        }
    }

    static @Nullable Object absent(ColumnSpec column) {
        if (column.nullable()) {
            return null;
        }
        return switch (column.type()) {
            case BOOL -> false;
            case INT32 -> 0;
            case INT64 -> 0L;
            case FLOAT64 -> 0.0;
            case STRING -> column.name().equals(TableSchema.SEGMENT_ID) ? TestTable.SEGMENT : "";
            case TIMESTAMP -> Instant.EPOCH;
        };
    }

    static @Nullable Object converted(ColumnSpec column, @Nullable Object value) {
        Object converted = switch (column.type()) {
            case BOOL -> value instanceof Boolean ? value : null;
            case INT32 -> value instanceof Number number ? (Object) Math.toIntExact(number.longValue()) : null;
            case INT64 -> value instanceof Number number ? (Object) number.longValue() : null;
            case FLOAT64 -> value instanceof Number number ? (Object) number.doubleValue() : null;
            case STRING -> value instanceof String ? value : null;
            case TIMESTAMP -> value instanceof Instant ? value : null;
        };
        if (value != null && converted == null) {
            throw new IllegalArgumentException("column \"" + column.name() + "\" is " + column.type() + ", but " + value
                    + " is a " + value.getClass().getSimpleName());
        }
        return converted;
    }

    @SuppressWarnings("unchecked")
    static int compare(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return ((Comparable<Object>) a).compareTo(b);
    }

    static void put(FieldVector vector, int at, @Nullable Object value) {
        switch (vector) {
            case BitVector bits when value instanceof Boolean flag -> bits.setSafe(at, flag ? 1 : 0);
            case IntVector ints when value instanceof Integer number -> ints.setSafe(at, number);
            case BigIntVector longs when value instanceof Long number -> longs.setSafe(at, number);
            case Float8Vector doubles when value instanceof Double number -> doubles.setSafe(at, number);
            case VarCharVector texts
            when value instanceof String text ->
                texts.setSafe(at, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case TimeStampMicroTZVector micros
            when value instanceof Instant instant ->
                micros.setSafe(at, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
            default -> vector.setNull(at);
        }
    }

    static @Nullable Object value(FieldVector vector, int at) {
        if (vector.isNull(at)) {
            return null;
        }
        return switch (vector) {
            case TimeStampMicroTZVector micros -> Instant.EPOCH.plus(micros.get(at), ChronoUnit.MICROS);
            case VarCharVector texts -> texts.getObject(at).toString();
            default -> vector.getObject(at);
        };
    }

    static String text(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        boolean plain = !text.matches("(?s).*[\",\r\n].*") && !(value instanceof String && text.isEmpty());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
