package dev.odograph.schema.clickhouse;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.util.stream.Collectors;

/** A result schema's columns as ClickHouse spells them. */
public final class ResultColumns {
    /** The column beside the schema's that says which write carried a row. */
    public static final String WRITE_NO = "write_no";

    private ResultColumns() {}

    /** Type of a stored column. Texts in the key are few, so they are encoded by dictionary; segment ids are many. */
    public static String type(ColumnSpec column) {
        String type = column.type().clickhouse();
        if (column.nullable()) {
            return "Nullable(" + type + ")";
        }
        boolean dictionary = column.type() == ColumnType.STRING
                && column.key()
                && !column.name().equals(TableSchema.SEGMENT_ID);
        return dictionary ? "LowCardinality(" + type + ")" : type;
    }

    /** The columns' names, quoted and separated by commas. */
    public static String list(TableSchema schema) {
        return schema.columns().stream()
                .map(column -> ClickHouseNames.quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    /** The structure of rows as they are sent, for the table function {@code input}. */
    public static String structure(TableSchema schema) {
        return schema.columns().stream()
                .map(column -> ClickHouseNames.quoted(column.name()) + " "
                        + (column.nullable()
                                ? "Nullable(" + column.type().clickhouse() + ")"
                                : column.type().clickhouse()))
                .collect(Collectors.joining(", "));
    }

    static String definition(ColumnSpec column) {
        return ClickHouseNames.quoted(column.name()) + " " + type(column) + " CODEC(" + codec(column.type()) + ")";
    }

    private static String codec(ColumnType type) {
        return switch (type) {
            case INT32, INT64, TIMESTAMP -> "Delta, ZSTD(3)";
            case BOOL, FLOAT64, STRING -> "ZSTD(3)";
        };
    }
}
