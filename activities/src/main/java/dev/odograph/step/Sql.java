package dev.odograph.step;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of DuckDB's SQL with names and values quoted. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    static String list(Collection<String> values) {
        return values.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A parameter's value as a literal of its type. */
    static String literal(Object value) {
        return switch (value) {
            case Boolean b -> b.toString();
            case Double d -> "CAST('" + d + "' AS DOUBLE)";
            case Number n -> "CAST('" + n.longValue() + "' AS BIGINT)";
            default -> text(value.toString());
        };
    }

    /** The columns, cast to their declared types. */
    static String cast(List<ColumnSpec> columns) {
        return columns.stream()
                .map(column ->
                        "CAST(" + name(column.name()) + " AS " + column.type().duckdb() + ") AS " + name(column.name()))
                .collect(Collectors.joining(", "));
    }

    static String names(List<ColumnSpec> columns) {
        return columns.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
    }

    /** An ORDER BY over the key; empty where there is none. */
    static String orderByKey(TableSchema schema) {
        return schema.keys().isEmpty() ? "" : " ORDER BY " + names(schema.keys());
    }

    /** An ORDER BY over the key within one segment; empty where a segment has one row. */
    static String orderWithinSegment(TableSchema schema) {
        List<ColumnSpec> keys = schema.keys().stream()
                .filter(key -> !key.name().equals(TableSchema.SEGMENT_ID))
                .toList();
        return keys.isEmpty() ? "" : " ORDER BY " + names(keys);
    }

    static String emptyTable(String name, TableSchema schema) {
        return schema.columns().stream()
                .map(column -> name(column.name()) + " " + column.type().duckdb())
                .collect(Collectors.joining(", ", "CREATE TEMP TABLE " + name(name) + " (", ")"));
    }

    /** The columns of their types, without values. */
    static String nulls(List<ColumnSpec> columns) {
        return columns.stream()
                .map(column -> "CAST(NULL AS " + column.type().duckdb() + ") AS " + name(column.name()))
                .collect(Collectors.joining(", "));
    }

    static String parquet(List<String> paths) {
        return "read_parquet(" + list(paths) + ")";
    }
}
