package dev.odograph.benchmarks;

import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseAddress;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.ResultTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Layouts of three shapes of results against each other, then what the winner does at full size: ADR 0014. Argument: rows
 * at full size (200,000,000), and {@code layouts} to end before it; a layout is tried with a fortieth of them.
 */
public final class LayoutBenchmark {
    private static final int INSERT = 500_000;

    private final ClickHouse clickhouse;

    private LayoutBenchmark(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 200_000_000;
        Endpoints endpoints =
                SharedStack.with(StackPart.POSTGRESQL, StackPart.CLICKHOUSE).endpoints();
        try (ClickHouse clickhouse = new ClickHouse(new ClickHouseAddress(
                endpoints.clickhouseUrl(), endpoints.clickhouseUser(), endpoints.clickhousePassword(), "layout"))) {
            ResultTables.createMirror(clickhouse);
            LayoutBenchmark benchmark = new LayoutBenchmark(clickhouse);
            System.out.println("Load " + load() + ", " + clickhouse.rows(ClickHouseQuery.of("SELECT version()")));
            for (LayoutVariants.Shape shape : LayoutVariants.all()) {
                benchmark.compare(shape, rows / 40);
            }
            if (arguments.length > 1 && arguments[1].equals("layouts")) {
                return;
            }
            benchmark.manyWrites(rows);
            try (OneConnection pool = new OneConnection(CommitBenchmark.source(endpoints))) {
                new SummaryReadsBenchmark(clickhouse, pool).measure(rows);
            }
        }
    }

    private void compare(LayoutVariants.Shape shape, long rows) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%n%s, %,d rows, %d a segment, a write each %,d rows%n%-38s %10s %8s %6s %9s %9s %9s %9s %6s%n",
                shape.name(),
                rows,
                shape.rowsPerSegment(),
                INSERT,
                "",
                "rows/s",
                "B/row",
                "parts",
                "sum ms",
                "seen ms",
                "quant ms",
                "point ms",
                "load");
        clickhouse.execute("TRUNCATE TABLE visibility");
        clickhouse.execute("INSERT INTO visibility SELECT 'r', 'm', 1, toString(number), number + 1, 1, 0 FROM numbers("
                + (rows / INSERT + 1) + ")");
        for (LayoutVariants.Variant variant : shape.variants()) {
            clickhouse.execute("CREATE TABLE tried (" + variant.body() + ") ENGINE = MergeTree " + variant.order()
                    + " SETTINGS non_replicated_deduplication_window = 1000");
            double seconds = fill("tried", shape, rows);
            long parts = number(
                    "SELECT max(n) FROM (SELECT count() AS n FROM system.parts WHERE database = 'layout' AND table ="
                            + " 'tried' AND active GROUP BY partition)");
            clickhouse.execute("OPTIMIZE TABLE tried FINAL");
            double bytes = number("SELECT sum(bytes_on_disk) FROM system.parts WHERE database = 'layout' AND table ="
                            + " 'tried' AND active")
                    / (double) rows;
            String seen = " WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = 'r')";
            String segment = name(rows / 2 / shape.rowsPerSegment());
            System.out.printf(
                    Locale.ROOT,
                    "%-38s %,10.0f %8.2f %6d %9.1f %9.1f %9.1f %9.1f %6s%n",
                    variant.name(),
                    rows / seconds,
                    bytes,
                    parts,
                    median(3, "SELECT sum(" + shape.column() + ") FROM tried"),
                    median(3, "SELECT sum(" + shape.column() + ") FROM tried" + seen),
                    median(3, "SELECT quantile(0.5)(" + shape.column() + ") FROM tried"),
                    median(7, "SELECT sum(" + shape.column() + ") FROM tried" + seen + " AND segment_id = " + segment),
                    load());
            clickhouse.execute("DROP TABLE tried");
        }
    }

    /** Seconds that the inserts took. */
    private double fill(String table, LayoutVariants.Shape shape, long rows) {
        long start = System.nanoTime();
        for (long from = 0; from < rows; from += INSERT) {
            clickhouse.execute("INSERT INTO " + table + " SELECT "
                    + shape.select().replaceFirst("seg", segment("intDiv(number, " + shape.rowsPerSegment() + ")"))
                    + ", " + (from / INSERT + 1) + " FROM numbers(" + from + ", " + Math.min(INSERT, rows - from)
                    + ")");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** A literal, for an expression beside a set of writes keeps the engine from using the sorting key. */
    private static String name(long segment) {
        return String.format(Locale.ROOT, "'drive-%08d'", segment);
    }

    /** Expression of a segment's name. */
    static String segment(String number) {
        return "concat('drive-', leftPad(toString(" + number + "), 8, '0'))";
    }

    /** A write for every 200 rows, so a million at full size: what visibility costs. */
    private void manyWrites(long rows) throws Exception {
        long writes = rows / 200;
        System.out.printf(Locale.ROOT, "%nEvents, %,d rows, %,d writes and segments%n", rows, writes);
        LayoutVariants.Shape shape = LayoutVariants.all().get(1);
        clickhouse.execute("CREATE TABLE events (" + shape.variants().getFirst().body() + ") ENGINE = MergeTree "
                + shape.variants().getFirst().order());
        long start = System.nanoTime();
        for (long from = 0; from < rows; from += INSERT) {
            clickhouse.execute("INSERT INTO events SELECT "
                    + shape.select().replaceFirst("seg", segment("intDiv(number, 200)"))
                    + ", intDiv(number, 200) + 1 FROM numbers(" + from + ", " + Math.min(INSERT, rows - from) + ")");
        }
        System.out.printf(Locale.ROOT, "insert %,.0f rows/s%n", rows / ((System.nanoTime() - start) / 1e9));
        printSize("events", rows);
        clickhouse.execute("TRUNCATE TABLE visibility");
        clickhouse.execute("INSERT INTO visibility SELECT 'r', 'm', 1, " + segment("number")
                + ", number + 1, number + 1, 0 FROM numbers(" + writes + ")");
        String seen = "SELECT write_no FROM visibility FINAL WHERE run_id = 'r'";
        double sum = print("one-column sum, bare", 5, "SELECT sum(severity) FROM events");
        double quantile = print("quantile, bare", 3, "SELECT quantile(0.5)(severity) FROM events");
        double visible =
                print("sum of what is visible", 5, "SELECT sum(severity) FROM events WHERE write_no IN (" + seen + ")");
        double visibleQuantile = print(
                "quantile of what is visible",
                3,
                "SELECT quantile(0.5)(severity) FROM events WHERE write_no IN (" + seen + ")");
        String one = "segment_id = " + name(writes / 2);
        double point = print("one segment, bare", 25, "SELECT sum(severity) FROM events WHERE " + one);
        double visiblePoint = print(
                "one segment of what is visible",
                25,
                "SELECT sum(severity) FROM events WHERE " + one + " AND write_no IN (" + seen + " AND " + one + ")");
        verdict("visible sum by bare sum, at most 5", visible / sum, 5);
        verdict("visible sum by bare quantile, at most 1.5", visible / quantile, 1.5);
        verdict("visible quantile by bare quantile", visibleQuantile / quantile, 1.5);
        verdict("one segment, ms more than bare, at most 10", visiblePoint - point, 10);
        clickhouse.execute("DROP TABLE events");
    }

    private void printSize(String table, long rows) {
        System.out.println(table + ": parts after load "
                + number("SELECT count() FROM system.parts WHERE database = 'layout' AND active AND table = '" + table
                        + "'")
                + ", at most 10 wanted; "
                + clickhouse.rows(ClickHouseQuery.of(
                        "SELECT round(sum(bytes_on_disk) / " + rows + ", 2), round(sum(data_uncompressed_bytes) /"
                                + " sum(data_compressed_bytes), 2) FROM system.parts WHERE database = 'layout' AND active"
                                + " AND table = '" + table + "'"))
                + " bytes a row and compression");
    }

    static void verdict(String what, double value, double most) {
        System.out.printf(
                Locale.ROOT, "%-58s %9.2f     %s%n", what, value, value <= most ? "met" : "NOT met (" + most + ")");
    }

    private double print(String what, int times, String sql) throws Exception {
        return Medians.print(what, times, () -> clickhouse.rows(ClickHouseQuery.of(sql)));
    }

    private double median(int times, String sql) {
        clickhouse.rows(ClickHouseQuery.of(sql));
        double[] ms = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            clickhouse.rows(ClickHouseQuery.of(sql));
            ms[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(ms);
        return ms[times / 2];
    }

    private long number(String sql) {
        return Long.parseLong(
                clickhouse.rows(ClickHouseQuery.of(sql)).getFirst().getFirst());
    }

    /** How many processes wanted the machine's processors in the last minute. */
    static String load() throws Exception {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
