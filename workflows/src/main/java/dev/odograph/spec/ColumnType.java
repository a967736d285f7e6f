package dev.odograph.spec;

/** The types a column may have, with their one spelling in Arrow, DuckDB and ClickHouse. */
public enum ColumnType {
    /** true or false. */
    BOOL("Bool", "BOOLEAN", "Bool"),
    /** 32-bit signed integer. */
    INT32("Int(32, true)", "INTEGER", "Int32"),
    /** 64-bit signed integer. */
    INT64("Int(64, true)", "BIGINT", "Int64"),
    /** IEEE 754 double. */
    FLOAT64("FloatingPoint(DOUBLE)", "DOUBLE", "Float64"),
    /** UTF-8 text. */
    STRING("Utf8", "VARCHAR", "String"),
    /** Instant in UTC with microseconds. */
    TIMESTAMP("Timestamp(MICROSECOND, UTC)", "TIMESTAMPTZ", "DateTime64(6, 'UTC')");

    private final String arrow;
    private final String duckdb;
    private final String clickhouse;

    ColumnType(String arrow, String duckdb, String clickhouse) {
        this.arrow = arrow;
        this.duckdb = duckdb;
        this.clickhouse = clickhouse;
    }

    /** As Arrow's Java library prints it. */
    public String arrow() {
        return arrow;
    }

    /** As DuckDB's SQL spells it. */
    public String duckdb() {
        return duckdb;
    }

    /** As ClickHouse's DDL spells it, without Nullable. */
    public String clickhouse() {
        return clickhouse;
    }
}
