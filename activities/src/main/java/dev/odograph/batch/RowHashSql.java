package dev.odograph.batch;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;

/** The digest of {@link RowHasher} as an expression of ClickHouse's SQL. */
public final class RowHashSql {
    private RowHashSql() {}

    /** Expression of a row's hash, a UInt64, over a table that has the schema's columns. */
    public static String ofRow(TableSchema schema) {
        String hash = "toUInt64(" + Long.toUnsignedString(RowHasher.SEED) + ")";
        for (ColumnSpec column : schema.columns()) {
            hash = "intHash64(bitXor(" + hash + ", " + value(column) + "))";
        }
        return hash;
    }

    /** Aggregate of the rows' hashes modulo 2^64, a UInt64; 0 over no rows. */
    public static String of(TableSchema schema) {
        return "sumWithOverflow(" + ofRow(schema) + ")";
    }

    private static String value(ColumnSpec column) {
        String name = "`" + column.name().replace("\\", "\\\\").replace("`", "\\`") + "`";
        if (!column.nullable()) {
            return bits(column, name);
        }
        return "if(isNull(" + name + "), toUInt64(" + RowHasher.NULL + "), "
                + bits(column, "assumeNotNull(" + name + ")") + ")";
    }

    private static String bits(ColumnSpec column, String value) {
        return switch (column.type()) {
            case BOOL -> "toUInt64(" + value + ")";
            case INT32, INT64 -> "reinterpretAsUInt64(toInt64(" + value + "))";
            case TIMESTAMP -> "reinterpretAsUInt64(toUnixTimestamp64Micro(" + value + "))";
            case FLOAT64 ->
                "multiIf(isNaN(" + value + "), toUInt64(" + RowHasher.NAN + "), " + value
                        + " = 0, toUInt64(0), reinterpretAsUInt64(" + value + "))";
            case STRING -> "xxHash64(" + value + ")";
        };
    }
}
