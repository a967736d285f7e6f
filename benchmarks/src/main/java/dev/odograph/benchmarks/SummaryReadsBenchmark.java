package dev.odograph.benchmarks;

import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.query.ReadRequest;
import dev.odograph.query.SavedRead;
import dev.odograph.query.SavedReads;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.schema.postgres.Migrations;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.StageRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/** Saved reads over per-sample rows of 20,000 a segment, against the same answers from the rows. Part of {@code Layout}. */
final class SummaryReadsBenchmark {
    private static final int PER_SEGMENT = 20_000;
    private static final int SEGMENTS_A_WRITE = 25;
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
            new ColumnSpec("t_ms", ColumnType.INT64, false, true, "ms", false),
            new ColumnSpec("speed_mps", ColumnType.FLOAT64, false, false, "m/s", false),
            new ColumnSpec("gap_m", ColumnType.FLOAT64, true, false, "m", false)));
    private static final MetricSpec METRIC = new MetricSpec(
            "gaps",
            new Version(1, 0),
            "gaps",
            null,
            List.of(Measure.mean("gap_m").higherIsBetter()));

    private final ClickHouse clickhouse;
    private final DataSource pool;
    private final Postgres postgres;

    SummaryReadsBenchmark(ClickHouse clickhouse, DataSource pool) {
        this.clickhouse = clickhouse;
        this.pool = pool;
        this.postgres = new Postgres(pool);
    }

    void measure(long rows) throws Exception {
        long segments = rows / PER_SEGMENT;
        System.out.printf(Locale.ROOT, "%nSamples, %,d rows, %,d segments%n", rows, segments);
        Migrations.migrate(pool);
        NewRun run = register((int) segments);
        MetricTable table = run.table(METRIC);
        ResultTables tables = new ResultTables(clickhouse, (name, work) -> work.run());
        tables.ensure(table);
        fill(table, rows, segments);
        ResultSource source = new ResultSource(table.name(), "gaps", "run", "fleet", "latest", segments);
        SavedReads reads = new SavedReads(postgres, clickhouse, tables);
        System.out.println("Load " + LayoutBenchmark.load());
        String seen = "`" + table.name() + "_by_run`(run = 'run')";
        String facts = "dataset_segments(dataset = 'fleet', version = 1)";
        against(
                "distribution by release",
                () -> reads.rows(source, by(SavedRead.DISTRIBUTION, "release")),
                "SELECT f.release, count(gap_m), avg(gap_m), min(gap_m), quantiles(0.05, 0.25, 0.5, 0.75, 0.95)(gap_m),"
                        + " max(gap_m) FROM " + seen + " r JOIN " + facts + " f USING (segment_id) GROUP BY f.release");
        against(
                "trend",
                () -> reads.rows(source, ReadRequest.of(SavedRead.TREND)),
                "SELECT toStartOfWeek(f.recorded_at, 1) AS week, count(gap_m), avg(gap_m), min(gap_m), max(gap_m) FROM "
                        + seen + " r JOIN " + facts + " f USING (segment_id) GROUP BY week");
        against(
                "rates by city",
                () -> reads.rows(source, by(SavedRead.RATES, "city")),
                "SELECT f.tags['city'] AS city, count() / sum(f.distance_m) FROM " + seen + " r JOIN " + facts
                        + " f USING (segment_id) GROUP BY city");
        against(
                "worst 100",
                () -> reads.rows(source, ReadRequest.of(SavedRead.WORST)),
                "SELECT * FROM " + seen + " WHERE isNotNull(gap_m) ORDER BY gap_m, segment_id, t_ms LIMIT 100");
        against(
                "latest",
                () -> reads.rows(source, ReadRequest.of(SavedRead.LATEST)),
                "SELECT segment_id, argMax(gap_m, t_ms) FROM " + seen
                        + " GROUP BY segment_id ORDER BY segment_id LIMIT 100");
        ReadRequest series =
                new ReadRequest(SavedRead.SERIES, null, null, segment(clickhouse, segments / 2), PER_SEGMENT);
        p95("series of one segment", () -> reads.rows(source, series));
        p95("distribution by span", () -> reads.rows(source, by(SavedRead.DISTRIBUTION, "span")));
        for (ReadRequest request : List.of(
                ReadRequest.of(SavedRead.LATEST),
                by(SavedRead.DISTRIBUTION, "release"),
                by(SavedRead.DISTRIBUTION, "span"),
                ReadRequest.of(SavedRead.WORST),
                ReadRequest.of(SavedRead.TREND),
                series,
                by(SavedRead.RATES, "city"))) {
            explain(reads, source, request);
        }
    }

    /** What each table gives to a read: parts and granules, of all. */
    private void explain(SavedReads reads, ResultSource source, ReadRequest request) {
        ClickHouseQuery query = reads.query(source, request);
        ClickHouseQuery explained =
                new ClickHouseQuery("EXPLAIN indexes = 1 " + query.sql(), null, query.parameters(), query.settings());
        System.out.println("EXPLAIN " + request.read().word());
        String table = "";
        String granules = "";
        for (List<String> row : clickhouse.rows(explained)) {
            String line = row.getFirst().strip();
            if (line.startsWith("ReadFrom")) {
                print(table, granules);
                table = line;
                granules = "";
            } else if (line.startsWith("Granules:")) {
                // The first says of how many, the last how many are left.
                String left = line.substring("Granules: ".length()).split("/")[0];
                granules = left + " of " + (granules.isEmpty() ? line.split("/")[1] : granules.split(" of ")[1]);
            }
        }
        print(table, granules);
    }

    private static void print(String table, String granules) {
        if (!table.isEmpty()) {
            System.out.println("  " + table + " " + granules + " granules");
        }
    }

    private static ReadRequest by(SavedRead read, String by) {
        return new ReadRequest(read, null, by, null, ReadRequest.USUAL_LIMIT);
    }

    private static String segment(ClickHouse clickhouse, long number) {
        return clickhouse
                .rows(ClickHouseQuery.of("SELECT " + LayoutBenchmark.segment("toUInt64(" + number + ")")))
                .getFirst()
                .getFirst();
    }

    private void fill(MetricTable table, long rows, long segments) {
        LayoutVariants.Shape shape = LayoutVariants.all().getFirst();
        long perWrite = (long) PER_SEGMENT * SEGMENTS_A_WRITE;
        double rowSeconds = 0;
        double stateSeconds = 0;
        for (long from = 0; from < rows; from += perWrite) {
            long write = from / perWrite + 1;
            long start = System.nanoTime();
            clickhouse.execute("INSERT INTO `" + table.name() + "` SELECT "
                    + shape.select().replaceFirst("seg", LayoutBenchmark.segment("intDiv(number, 20000)")) + ", "
                    + write
                    + " FROM numbers(" + from + ", " + Math.min(perWrite, rows - from) + ")");
            long middle = System.nanoTime();
            clickhouse.execute("INSERT INTO `" + StatesDdl.name(table.name()) + "` SELECT *, toUInt64(" + write
                    + ") FROM ("
                    + StatesDdl.select(
                            table.name(),
                            true,
                            StatesDdl.columns(SCHEMA),
                            StatesDdl.keys(SCHEMA),
                            "toUInt64(0)",
                            "write_no = " + write + " AND segment_id >= "
                                    + LayoutBenchmark.segment("toUInt64(" + from / PER_SEGMENT + ")"))
                    + ")");
            rowSeconds += (middle - start) / 1e9;
            stateSeconds += (System.nanoTime() - middle) / 1e9;
        }
        clickhouse.execute("TRUNCATE TABLE visibility");
        clickhouse.execute("INSERT INTO visibility SELECT 'run', 'gaps', 1, " + LayoutBenchmark.segment("number")
                + ", intDiv(number, " + SEGMENTS_A_WRITE + ") + 1, number + 1, 1 FROM numbers(" + segments + ")");
        System.out.printf(
                Locale.ROOT,
                "insert %,.0f rows/s; states of two columns %,.0f rows/s%n",
                rows / rowSeconds,
                rows / stateSeconds);
        System.out.println("bytes of rows and of states, parts: "
                + clickhouse.rows(ClickHouseQuery.of("SELECT table, sum(bytes_on_disk), count() FROM system.parts WHERE"
                        + " database = 'layout' AND active AND table LIKE '%gaps%' GROUP BY table ORDER BY table")));
    }

    private void against(String what, Medians.Work saved, String raw) throws Exception {
        double p95 = p95(what, saved);
        double plain = Medians.print(what + ", from the rows", 1, () -> clickhouse.rows(ClickHouseQuery.of(raw)));
        System.out.printf(
                Locale.ROOT,
                "%-58s %9.1f x   %s%n",
                what + ", faster",
                plain / p95,
                plain / p95 >= 10 ? "met" : "NOT met (10)");
    }

    /** Prints and returns the 95th percentile. */
    private static double p95(String what, Medians.Work work) throws Exception {
        work.run();
        double[] ms = new double[20];
        for (int i = 0; i < ms.length; i++) {
            long start = System.nanoTime();
            work.run();
            ms[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "%-58s %9.1f ms p95, median %.1f, load %s     %s%n",
                what,
                ms[18],
                ms[10],
                LayoutBenchmark.load(),
                ms[18] < 300 ? "met" : "NOT met (300)");
        return ms[18];
    }

    private NewRun register(int segments) {
        postgres.transact("making a dataset", tx -> {
            tx.execute("INSERT INTO dataset (dataset_id, namespace, name) VALUES ('d', 'default', 'fleet')");
            tx.execute("INSERT INTO dataset_version VALUES ('d', 1, 'import', now(), " + segments + ", 1, 1, 1, 1)");
            tx.execute(
                    "INSERT INTO segment (dataset_id, segment_id, from_version, content_digest, rows, bytes, duration_ms,"
                            + " distance_m, recorded_at, vehicle, release, source_uri, tables, tags) SELECT 'd', 'drive-' ||"
                            + " lpad(n::text, 8, '0'), 1, n::text, 20000, 1, 2000000, 30000 + n % 977, timestamptz '2026-01-01' +"
                            + " n * interval '20 minutes', 'car-' || n % 40, '4.' || n % 6, '', '{}', jsonb_build_object('city',"
                            + " (array['ghent', 'lyon', 'turin', 'porto', 'graz'])[n % 5 + 1]) FROM generate_series(0, "
                            + (segments - 1) + ") n");
            return tx.execute("INSERT INTO span (dataset_id, segment_id, start_ms, end_ms, label, revision) SELECT 'd',"
                    + " 'drive-' || lpad(n::text, 8, '0'), 100000, 200000, (array['cut-in', 'wet road'])[n % 2 + 1],"
                    + " nextval('correction') FROM generate_series(0, " + (segments - 1) + ", 100) n");
        });
        GraphSpec spec = new GraphSpec(
                GraphSpec.FORMAT,
                "default",
                "following",
                new Version(1, 0),
                null,
                "Gaps.",
                List.of(),
                List.of(new StepSpec.Source("gaps", "main", SCHEMA)),
                List.of(METRIC));
        NewRun run = new NewRun(
                "run", spec, "bundle", "d", "fleet", 1, Map.of(), Purpose.ADHOC, FailurePolicy.FAIL, "input");
        new RunLedger(postgres)
                .register(
                        run,
                        List.of(new StageRecord(0, "gaps", List.of("gaps"), List.of(), false, "f", List.of(METRIC))),
                        List.of(new PartitionRecord(0, List.of("drive-00000000"), List.of("0"), 1, 1, 1, 1)));
        return run;
    }
}
