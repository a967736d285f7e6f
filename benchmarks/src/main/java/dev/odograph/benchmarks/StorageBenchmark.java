package dev.odograph.benchmarks;

import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseAddress;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.ResultTables;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What visibility costs readers at a million writes, and how fast Arrow goes in: ADR 0003. Arguments: rows (20,000,000)
 * and writes (1,000,000), each write being one segment.
 */
public final class StorageBenchmark {
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
            new ColumnSpec("t_ms", ColumnType.INT64, false, true, "ms", false),
            new ColumnSpec("ttc_s", ColumnType.FLOAT64, true, false, "s", false)));
    private static final MetricTable TABLE = MetricTable.merged("default", "ttc", new Version(1, 0), SCHEMA);
    private static final String RUN = " WHERE run_id = 'r' AND metric = 'ttc' AND major = 1";

    private StorageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 20_000_000;
        long writes = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        Endpoints endpoints = SharedStack.with(StackPart.CLICKHOUSE).endpoints();
        try (ClickHouse clickhouse = new ClickHouse(new ClickHouseAddress(
                endpoints.clickhouseUrl(), endpoints.clickhouseUser(), endpoints.clickhousePassword(), "odograph"))) {
            ResultTables.createMirror(clickhouse);
            new ResultTables(clickhouse, (name, work) -> work.run()).ensure(TABLE);
            fill(clickhouse, rows, writes);
            System.out.println(rows + " rows, " + writes + " writes and segments");
            read(clickhouse, "point read", " WHERE segment_id = 'seg-0000424'", 15);
            time(
                    clickhouse,
                    "point read, view of one segment",
                    15,
                    "SELECT count(), sum(ttc_s) FROM " + TABLE.name()
                            + "_latest_segment(dataset = 'd', channel = 'latest', segment = 'seg-0000424')");
            read(clickhouse, "full scan", "", 5);
            delete(clickhouse);
            insert(clickhouse);
        }
    }

    private static void fill(ClickHouse clickhouse, long rows, long writes) {
        long perWrite = rows / writes;
        clickhouse.execute("INSERT INTO " + TABLE.name() + " SELECT 'seg-' || leftPad(toString(intDiv(number, "
                + perWrite + ")), 7, '0'), number % " + perWrite + " * 100, rand() / 1e9, intDiv(number, " + perWrite
                + ") + 1 FROM numbers(" + rows + ")");
        clickhouse.execute("INSERT INTO visibility SELECT 'r', 'ttc', 1, 'seg-' || leftPad(toString(number), 7, '0'),"
                + " number + 1, number + 1, 0 FROM numbers(" + writes + ")");
        clickhouse.execute("INSERT INTO publication VALUES ('default', 'ttc', 1, 'd', 'latest', '1.0', 'r', 1)");
    }

    private static void read(ClickHouse clickhouse, String what, String where, int times) throws Exception {
        String newest = "(SELECT segment_id, argMax(write_no, revision) AS write_no FROM visibility" + RUN
                + " GROUP BY segment_id)";
        String and = where.isEmpty() ? " WHERE " : where + " AND ";
        String from = "SELECT count(), sum(ttc_s) FROM " + TABLE.name();
        time(clickhouse, what + ", bare", times, from + where);
        time(clickhouse, what + ", view by run", times, from + "_by_run(run = 'r')" + where);
        time(clickhouse, what + ", set of (segment, write)", times, from + and + "(segment_id, write_no) IN " + newest);
        if (where.isEmpty()) {
            return; // a hash join of everything takes 4 s and gigabytes
        }
        time(
                clickhouse,
                what + ", join on (segment, write)",
                times,
                "SELECT count(), sum(ttc_s) FROM (SELECT t.segment_id AS segment_id, ttc_s FROM " + TABLE.name()
                        + " t INNER JOIN " + newest + " v ON t.segment_id = v.segment_id AND t.write_no = v.write_no)"
                        + where);
    }

    private static void delete(ClickHouse clickhouse) throws Exception {
        long[] next = {1};
        Medians.print(
                "delete one write, lightweight",
                3,
                () -> clickhouse.execute(
                        ClickHouseQuery.of("DELETE FROM " + TABLE.name() + " WHERE write_no = " + next[0]++)
                                .setting("lightweight_deletes_sync", "1")));
        Medians.print(
                "delete one write, mutation",
                3,
                () -> clickhouse.execute(
                        ClickHouseQuery.of("ALTER TABLE " + TABLE.name() + " DELETE WHERE write_no = " + next[0]++)
                                .setting("mutations_sync", "1")));
    }

    private static void insert(ClickHouse clickhouse) throws Exception {
        Path file = Files.createTempFile("rows", ".arrow");
        String columns = ResultColumns.list(SCHEMA);
        String select = "SELECT " + columns + " FROM " + TABLE.name() + " LIMIT 2000000";
        try (InputStream rows = clickhouse.open(
                ClickHouseQuery.of(select).setting("output_format_arrow_compression_method", "none"), "ArrowStream")) {
            Files.copy(rows, file, StandardCopyOption.REPLACE_EXISTING);
        }
        clickhouse.execute("CREATE TABLE target AS " + TABLE.name());
        clickhouse.execute("CREATE TABLE origin ENGINE = Memory AS " + select);
        String into = "INSERT INTO target (" + columns + ", write_no) SELECT " + columns + ", 1 FROM ";
        double arrow = Medians.print(
                "insert 2 M rows, Arrow stream",
                5,
                () -> clickhouse.insert(
                        ClickHouseQuery.of(into + "input(" + ClickHouseNames.literal(ResultColumns.structure(SCHEMA))
                                        + ") FORMAT ArrowStream")
                                .setting("insert_deduplicate", "0"),
                        file));
        double engine = Medians.print(
                "insert 2 M rows, the engine's INSERT SELECT",
                5,
                () -> clickhouse.execute(ClickHouseQuery.of(into + "origin").setting("insert_deduplicate", "0")));
        System.out.printf("Arrow stream at %.2f of the engine's own rate%n", engine / arrow);
        Files.delete(file);
    }

    private static void time(ClickHouse clickhouse, String what, int times, String sql) throws Exception {
        Medians.print(what, times, () -> clickhouse.rows(ClickHouseQuery.of(sql)));
    }
}
