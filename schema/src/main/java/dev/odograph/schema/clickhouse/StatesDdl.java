package dev.odograph.schema.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table of summary states beside a metric's table, and the statement that makes states of rows (ADR 0013). A state is
 * of one write, one segment and one numeric column; that of the empty column counts and digests the rows. Reduces without
 * segments stand under the empty one, as in the mirror.
 */
public final class StatesDdl {
    /** Points of a sketch; a segment of no more values has them all. Each stands for equally many values. */
    public static final int POINTS = 100;
    /** A sketch's points are off by 1/400 in rank at most, and stand for 1/100 each: together less than 1 %. */
    private static final int ACCURACY = 400;

    private static final String LEVELS = IntStream.range(0, POINTS)
            .mapToObj(i -> Double.toString((i + 0.5) / POINTS))
            .collect(Collectors.joining(", "));

    private StatesDdl() {}

    /** Name of the table of states of a metric's table. */
    public static String name(String table) {
        return table + "_states";
    }

    /** Statement that creates the table if it is not there. It is the same for every metric and never changes. */
    public static String create(String table) {
        return "CREATE TABLE IF NOT EXISTS " + quoted(name(table)) + """
                 (
                    `column` LowCardinality(String),
                    segment_id String CODEC(ZSTD(1)),
                    rows UInt64 CODEC(ZSTD(1)),
                    digest UInt64 CODEC(ZSTD(1)),
                    present UInt64 CODEC(ZSTD(1)),
                    not_finite UInt64 CODEC(ZSTD(1)),
                    sum Float64 CODEC(ZSTD(1)),
                    least Nullable(Float64) CODEC(ZSTD(1)),
                    most Nullable(Float64) CODEC(ZSTD(1)),
                    last Nullable(Float64) CODEC(ZSTD(1)),
                    points Array(Float64) CODEC(ZSTD(1)),
                    write_no UInt64 CODEC(ZSTD(1)),
                    INDEX write_no_range write_no TYPE minmax GRANULARITY 1
                )
                """ + TableEngines.rows()
                + "\nORDER BY (`column`, segment_id, write_no)\n"
                + TableEngines.rowSettings();
    }

    /** Names of the columns that have states: numbers and truth values outside the key. */
    public static List<String> columns(TableSchema schema) {
        return schema.columns().stream()
                .filter(column -> !column.key() && isNumber(column.type()))
                .map(ColumnSpec::name)
                .toList();
    }

    /** Names of the columns that order a segment's rows. */
    public static List<String> keys(TableSchema schema) {
        return schema.keys().stream()
                .map(ColumnSpec::name)
                .filter(name -> !name.equals(TableSchema.SEGMENT_ID))
                .toList();
    }

    /** The same as {@link #columns(TableSchema)} of a table that is there. */
    static List<String> columns(List<StoredColumn> stored) {
        return stored.stream()
                .filter(column -> !column.inKey()
                        && !column.name().equals(ResultColumns.WRITE_NO)
                        && isNumber(column.type().replaceAll("^Nullable\\((.*)\\)$", "$1")))
                .map(StoredColumn::name)
                .toList();
    }

    /**
     * SELECT of the states of some rows, with the table's columns but {@code write_no}, in order.
     *
     * @param bySegment whether the rows have a {@code segment_id}
     * @param columns the columns to summarise
     * @param keys the columns that order a segment's rows, for the last value
     * @param digest aggregate expression of the rows' digest
     * @param condition which rows
     */
    public static String select(
            String table, boolean bySegment, List<String> columns, List<String> keys, String digest, String condition) {
        String order = keys.isEmpty()
                ? "0"
                : keys.stream().map(ClickHouseNames::quoted).collect(Collectors.joining(", ", "tuple(", ")"));
        String states = Stream.concat(
                        Stream.of(
                                "tuple('', toUInt64(0), toUInt64(0), toFloat64(0), CAST(NULL, 'Nullable(Float64)'),"
                                        + " CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST([], 'Array(Float64)'))"),
                        columns.stream().map(column -> state(column, order)))
                .collect(Collectors.joining(",\n        "));
        // No column of a metric begins with _odograph.
        return "SELECT _odograph_state.1 AS `column`, _odograph_segment AS segment_id, _odograph_rows AS rows,"
                + "\n    if(_odograph_state.1 = '', _odograph_digest, 0) AS digest, _odograph_state.2 AS present,"
                + "\n    _odograph_state.3 AS not_finite, _odograph_state.4 AS sum, _odograph_state.5 AS least,"
                + "\n    _odograph_state.6 AS most, _odograph_state.7 AS last, _odograph_state.8 AS points\nFROM (\n    SELECT "
                + (bySegment ? TableSchema.SEGMENT_ID : "''") + " AS _odograph_segment, count() AS _odograph_rows, "
                + digest + " AS _odograph_digest,\n        [" + states + "] AS _odograph_states\n    FROM "
                + quoted(table) + "\n    WHERE " + condition + "\n    GROUP BY _odograph_segment\n"
                + "    HAVING _odograph_rows > 0\n)\nARRAY JOIN _odograph_states AS _odograph_state";
    }

    private static String state(String column, String order) {
        String value = "toFloat64(assumeNotNull(" + quoted(column) + "))";
        String present = quoted(column) + " IS NOT NULL AND isFinite(" + value + ")";
        String notFinite = quoted(column) + " IS NOT NULL AND NOT isFinite(" + value + ")";
        return "tuple(" + literal(column) + ", countIf(" + present + "), countIf(" + notFinite + "), sumKahanIf("
                + value + ", " + present + "),\n            minOrNullIf(" + value + ", " + present + "), maxOrNullIf("
                + value + ", " + present + "), argMaxOrNullIf(" + value + ", " + order + ", " + present
                + "),\n            if(countIf(" + present + ") <= " + POINTS
                + ", arraySort(groupArrayIf(" + POINTS + ")(" + value + ", " + present + ")),"
                + "\n                quantilesGKIf(" + ACCURACY + ", " + LEVELS + ")(" + value + ", " + present + ")))";
    }

    private static boolean isNumber(ColumnType type) {
        return isNumber(type.clickhouse());
    }

    private static boolean isNumber(String clickhouse) {
        return List.of("Bool", "Int32", "Int64", "Float64").contains(clickhouse);
    }
}
