package dev.odograph.graph;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schema that a record declares. Components are columns in their order, names in snake_case ({@code minTtcS} is
 * {@code min_ttc_s}). Types: boolean, int, long, double, their boxes, String and {@link Instant}; absent values only
 * where the component's type is {@link Nullable}.
 *
 * @param schema the columns of the components that are well declared
 * @param problems what is wrong with the others, without the step's name; empty when all is well
 */
public record RecordSchema(TableSchema schema, List<String> problems) {
    private static final Map<Class<?>, ColumnType> TYPES = Map.of(
            boolean.class, ColumnType.BOOL,
            Boolean.class, ColumnType.BOOL,
            int.class, ColumnType.INT32,
            Integer.class, ColumnType.INT32,
            long.class, ColumnType.INT64,
            Long.class, ColumnType.INT64,
            double.class, ColumnType.FLOAT64,
            Double.class, ColumnType.FLOAT64,
            String.class, ColumnType.STRING,
            Instant.class, ColumnType.TIMESTAMP);

    public RecordSchema {
        problems = List.copyOf(problems);
    }

    /** Reads the declaration of a record. */
    public static RecordSchema of(Class<? extends Record> record) {
        List<ColumnSpec> columns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (RecordComponent component : components(record)) {
            Optional<String> problem = problem(record, component);
            problem.ifPresent(problems::add);
            if (problem.isEmpty()) {
                columns.add(column(component));
            }
        }
        return new RecordSchema(new TableSchema(columns), problems);
    }

    /** The name of a component's column. */
    public static String columnName(RecordComponent component) {
        return SnakeCase.of(component.getName());
    }

    private static RecordComponent[] components(Class<? extends Record> record) {
        RecordComponent[] components = record.getRecordComponents();
        return components == null ? new RecordComponent[0] : components;
    }

    private static ColumnSpec column(RecordComponent component) {
        Unit unit = component.getAnnotation(Unit.class);
        ColumnType type = TYPES.get(component.getType());
        if (type == null) {
            throw new IllegalArgumentException(component + " has no column type");
        }
        return new ColumnSpec(
                columnName(component),
                type,
                nullable(component),
                component.isAnnotationPresent(Key.class),
                unit == null ? null : unit.value(),
                component.isAnnotationPresent(AllowsNaN.class));
    }

    private static Optional<String> problem(Class<?> record, RecordComponent component) {
        Class<?> type = component.getType();
        String subject = "component \"" + component.getName() + "\" of record " + record.getSimpleName();
        if (!TYPES.containsKey(type)) {
            return Optional.of(subject + " has type " + type.getTypeName()
                    + ", which no column has: use boolean, int, long, double, String or Instant");
        }
        if (type.isPrimitive() && nullable(component)) {
            return Optional.of(subject + " is @Nullable, but a " + type + " cannot be null: use "
                    + box(type).getSimpleName() + ", or drop @Nullable");
        }
        if (component.isAnnotationPresent(AllowsNaN.class) && TYPES.get(type) != ColumnType.FLOAT64) {
            return Optional.of(subject + " has @AllowsNaN, but type " + type.getSimpleName()
                    + ": only a double can be NaN, drop @AllowsNaN");
        }
        return Optional.empty();
    }

    private static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Class<?> box(Class<?> primitive) {
        return java.lang.invoke.MethodType.methodType(primitive).wrap().returnType();
    }
}
