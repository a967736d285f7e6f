package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.Waiver;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.housekeeping.FactMirror;
import dev.odograph.housekeeping.Purge;
import dev.odograph.housekeeping.PurgeReport;
import dev.odograph.housekeeping.PurgeRequest;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.worker.Housekeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purged recording is gone from every store, and what other recordings contributed is as it was. */
class PurgeIT {
    private static final String DATASET = "purged";
    private static final List<String> BY_SEGMENT = List.of("exposure", "hard_brake", "platoon_safety", "ttc");
    private static final long ALL_IN_ONE = 10_000_000;
    private static final long SEED = 91;

    private static Lab lab;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openTheLab() {
        lab = Lab.open();
    }

    @Test
    void nothingOfAPurgedRecordingIsLeftAndTheOthersStay() throws IOException {
        Dataset dataset = lab.simulated(DATASET, 3, SEED);
        String doomed = lab.segments(dataset).get(1);
        Path file = lab.file(dataset, doomed);
        waive("purge-waived", file);
        List<String> runs = List.of("purge-one", "purge-each");
        lab.runs.succeed("purge-one", input(DATASET, ALL_IN_ONE));
        lab.runs.succeed("purge-each", input(DATASET, 1));
        Map<String, List<List<String>>> others = rows(runs, doomed);
        Map<String, Results.Seen> waived = lab.results.seen("purge-waived");
        long versionRows = dataset.rows();
        PurgeRequest request = new PurgeRequest(DatasetName.of(DATASET), List.of(doomed), "request 4711", "Ada");

        new FactMirror(lab.stores.postgres(), lab.stores.clickhouse()).syncPublished();

        PurgeReport preview = dryRunChangesNothing(request);
        assertThat(clickHouseMentions(doomed))
                .as("the tables that the search finds")
                .contains("segment_fact", "default__ttc_v1", "default__ttc_v1_states");
        assertThat(postgresMentions(doomed))
                .as("the tables that the search finds")
                .contains("segment", "run_partition", "batch", "run_waiver", "artifact");
        assertThat(filesThatMention(doomed))
                .as("the files that the search finds")
                .contains(file);
        PurgeReport report = purge().run(request);

        assertThat(report.recordings()).containsExactly("purged " + doomed).isEqualTo(preview.recordings());
        assertThat(report.runs())
                .containsExactly("purge-each", "purge-one", "purge-waived")
                .isEqualTo(preview.runs());
        assertThat(report.leftInPlace()).isEmpty();
        assertThat(clickHouseMentions(doomed)).isEmpty();
        assertThat(postgresMentions(doomed)).containsExactly("purge");
        assertThat(filesThatMention(doomed)).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(rows(runs, doomed)).as("rows of the other recordings").isEqualTo(others);
        for (String run : runs) {
            assertThat(lab.results.seen(run).get("fleet_safety").rows()).isZero();
            assertThat(lab.runs.report(run).coverage())
                    .as("coverage of " + run)
                    .allSatisfy(
                            coverage -> assertThat(coverage.done().segments()).isLessThan(3));
        }
        assertThat(lab.results.seen("purge-waived"))
                .as("a run that had waived it stays whole")
                .isEqualTo(waived);
        Dataset old = lab.stores.datasets().load(DatasetName.of(DATASET), 1);
        assertThat(lab.segments(old)).hasSize(2).doesNotContain(doomed);
        assertThat(old.segments()).isEqualTo(2);
        assertThat(old.rows()).isBetween(1L, versionRows - 1);

        laterRunsReuseNothingOfIt(doomed, others);
        askedAgainItFindsNothingMoreToDo(request);
    }

    private void laterRunsReuseNothingOfIt(String doomed, Map<String, List<List<String>>> others) {
        lab.runs.succeed("purge-one-later", input(DATASET, ALL_IN_ONE));
        // The run that had waived it computed just this.
        assertThat(artifacts("purge-one-later")).isEqualTo(artifacts("purge-waived"));
        lab.runs.succeed("purge-each-later", input(DATASET, 1));
        assertThat(stages("purge-each-later"))
                .filteredOn(stage -> !stage.name().equals("fleet_safety"))
                .allSatisfy(stage -> assertThat(stage.memoHits()).isEqualTo(2));
        for (String run : List.of("purge-one-later", "purge-each-later")) {
            assertThat(Results.rows(lab.results.seen(run))).isEqualTo(lab.results.artifactRows(run));
            for (String metric : BY_SEGMENT) {
                assertThat(rows(run, metric, doomed)).isEqualTo(others.get("purge-each " + metric));
            }
        }

        // The same recording comes again, in another dataset: only of it nothing is there.
        lab.simulated("purged_again", 3, SEED);
        lab.runs.succeed("purge-again", input("purged_again", 1));
        assertThat(stages("purge-again"))
                .allSatisfy(
                        stage -> assertThat(stage.executed()).as(stage.name()).isEqualTo(1));
        assertThat(lab.results.seen("purge-again").get("fleet_safety").rows()).isPositive();
    }

    /** The recording that came again has the same content: it goes, too, and with it what was computed of it. */
    private void askedAgainItFindsNothingMoreToDo(PurgeRequest request) throws IOException {
        String doomed = request.segmentIds().getFirst();
        PurgeReport again = purge().run(request);
        assertThat(again.recordings()).containsExactly("purged " + doomed, "purged_again " + doomed);
        assertThat(again.runs()).containsExactly("purge-again");
        assertThat(clickHouseMentions(doomed)).isEmpty();
        assertThat(postgresMentions(doomed)).containsExactly("purge");
        assertThat(filesThatMention(doomed)).isEmpty();

        PurgeReport nothing = purge().run(request);
        assertThat(nothing.runs()).isEmpty();
        assertThat(nothing.counts().get("clickhouse_rows")).isZero();
    }

    @Test
    void anotherRecordingOfTheSameIdStays() throws IOException {
        Dataset first = lab.simulated("purge_namesake", 2, 92);
        String id = lab.segments(first).getFirst();
        Path other = Files.createDirectories(lab.directory.recordings().resolve("namesakes"));
        Dataset donor = lab.simulated("purge_donor", 1, 93);
        String donorId = lab.segments(donor).getFirst();
        rename(lab.file(donor, donorId), donorId, id, other.resolve(id + ".parquet"));
        Dataset second = lab.change("purge_other", dev.odograph.dataset.ImportAction.IMPORT, other);
        assertThat(lab.segments(second)).containsExactly(id);
        lab.runs.succeed("namesake-first", input("purge_namesake", ALL_IN_ONE));
        lab.runs.succeed("namesake-other", input("purge_other", ALL_IN_ONE));
        Map<String, Results.Seen> before = lab.results.seen("namesake-other");

        purge().run(new PurgeRequest(DatasetName.of("purge_namesake"), List.of(id), "request 4712", "Ada"));

        assertThat(lab.results.seen("namesake-other")).isEqualTo(before);
        assertThat(rows("namesake-first", "exposure", "none")).isNotEmpty().noneMatch(row -> row.contains(id));
        assertThat(lab.file(second, id)).exists();
    }

    @Test
    void whatIsUnknownOrNotAccountedForIsRefused() {
        lab.simulated("purge_refused", 1, 94);
        DatasetName name = DatasetName.of("purge_refused");
        assertThatThrownBy(() -> purge().run(new PurgeRequest(name, List.of("nosegment"), "why", "Ada")))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SEGMENT_NOT_FOUND))
                .hasMessageContaining("nosegment")
                .hasMessageContaining("dataset show purge_refused");
        for (List<String> words : List.of(List.of(" ", "Ada"), List.of("why", ""))) {
            assertThatThrownBy(() -> new PurgeRequest(name, List.of("any"), words.get(0), words.get(1)))
                    .isInstanceOfSatisfying(
                            OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
                    .hasMessageContaining("--reason")
                    .hasMessageContaining("--by");
        }
    }

    @Test
    void aRunUnderWayIsInTheWay() throws IOException {
        Dataset dataset = lab.simulated("purge_open", 2, 95);
        String segment = lab.segments(dataset).getFirst();
        Path file = lab.file(dataset, segment);
        Path away = Files.move(file, directory.resolve("open.away"));
        lab.runs.start("purge-open", Lab.input(lab.bundles.examples().digest(), "purge_open", Purpose.PRODUCTION, 1));
        lab.runs.parked("purge-open");
        PurgeRequest request = new PurgeRequest(DatasetName.of("purge_open"), List.of(segment), "why", "Ada");

        assertThatThrownBy(() -> purge().run(request))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PURGE_REFUSED))
                .hasMessageContaining("purge-open");

        Files.move(away, file);
        lab.runs.handle("purge-open").retry(null);
        lab.runs.succeeded("purge-open");
        assertThat(lab.results.seen("purge-open").get("exposure").rows()).isPositive();
    }

    /** A run that lost the recording and was waived it. */
    private void waive(String runId, Path file) throws IOException {
        Path away = Files.move(file, directory.resolve("away.parquet"));
        lab.runs.start(runId, Lab.input(lab.bundles.examples().digest(), DATASET, Purpose.PRODUCTION, ALL_IN_ONE));
        lab.runs.parked(runId);
        lab.runs.handle(runId).waive(new Waiver("Ada", "the file is lost", List.of()));
        lab.runs.succeeded(runId);
        Files.move(away, file);
    }

    private PurgeReport dryRunChangesNothing(PurgeRequest request) throws IOException {
        // Nothing else works meanwhile.
        lab.stopWorker();
        Map<String, String> before = state();
        PurgeReport report = purge().dryRun(request);
        assertThat(state()).isEqualTo(before);
        lab.startWorker();
        assertThat(report.purgeId()).isZero();
        assertThat(report.counts().get("clickhouse_rows")).isPositive();
        return report;
    }

    private static Purge purge() {
        return Housekeeping.purge(lab.stores, lab.directory);
    }

    private static RunInput input(String dataset, long targetRows) {
        return Lab.input(lab.bundles.examples().digest(), dataset, Purpose.ADHOC, targetRows);
    }

    private static List<String> artifacts(String runId) {
        return lab.runs.committed(runId).stream()
                .map(output -> String.valueOf(output.artifactKey()))
                .sorted()
                .toList();
    }

    private static List<StageCount> stages(String runId) {
        return lab.runs.report(runId).stages();
    }

    /** Rows of all but one segment, by run and metric. */
    private static Map<String, List<List<String>>> rows(List<String> runs, String without) {
        Map<String, List<List<String>>> rows = new TreeMap<>();
        for (String run : runs) {
            for (String metric : BY_SEGMENT) {
                rows.put(run + " " + metric, rows(run, metric, without));
            }
        }
        assertThat(rows.get(runs.getFirst() + " exposure"))
                .as("rows of other segments")
                .isNotEmpty();
        return rows;
    }

    private static List<List<String>> rows(String run, String metric, String without) {
        String view = ClickHouseNames.quoted(ClickHouseNames.byRunView(lab.results.table(run, metric)));
        return lab.stores
                .clickhouse()
                .rows(ClickHouseQuery.of("SELECT * FROM " + view + "(run = '" + run + "') WHERE segment_id <> '"
                        + without + "' ORDER BY ALL"));
    }

    /** Tables in ClickHouse that hold a text anywhere. */
    private static List<String> clickHouseMentions(String text) {
        return clickHouseTables().stream()
                .filter(table -> clickHouse("SELECT count() > 0 FROM " + ClickHouseNames.quoted(table)
                                + " WHERE position(toString(tuple(*)), '" + text + "') > 0")
                        .equals("1"))
                .toList();
    }

    private static List<String> clickHouseTables() {
        return lab
                .stores
                .clickhouse()
                .rows(ClickHouseQuery.of("SELECT name FROM system.tables WHERE database = currentDatabase()"
                        + " AND engine LIKE '%MergeTree' ORDER BY name"))
                .stream()
                .map(List::getFirst)
                .toList();
    }

    private static String clickHouse(String sql) {
        return lab.stores.clickhouse().rows(ClickHouseQuery.of(sql)).getFirst().getFirst();
    }

    /** Tables in PostgreSQL that hold a text anywhere. */
    private static List<String> postgresMentions(String text) {
        return postgresTables().stream()
                .filter(table -> postgres("SELECT count(*) FROM \"" + table + "\" AS t WHERE position('" + text
                                        + "' IN t::text) > 0")
                                .compareTo("0")
                        > 0)
                .toList();
    }

    private static List<String> postgresTables() {
        return lab.stores
                .postgres()
                .query(
                        "listing tables",
                        db -> db.fetch("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                                        + " ORDER BY 1")
                                .getValues(0, String.class));
    }

    private static String postgres(String sql) {
        Object value = lab.stores
                .postgres()
                .query("reading a table", db -> db.fetchSingle(sql).get(0));
        return String.valueOf(value);
    }

    /** Files of ours that hold a text in their names or bytes. */
    private static List<Path> filesThatMention(String text) throws IOException {
        return files().stream()
                .filter(file -> file.toString().contains(text) || bytes(file).contains(text))
                .toList();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Stream.of(
                        lab.directory.artifacts(),
                        lab.directory.recordings(),
                        lab.directory.scratch(),
                        lab.directory.hosts())
                .filter(Files::isDirectory)
                .flatMap(PurgeIT::walk)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Stream<Path> walk(Path directory) {
        try {
            return Files.walk(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that a purge could change. */
    private static Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        for (String table : postgresTables()) {
            state.put(
                    "postgres " + table,
                    postgres("SELECT count(*) || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM \""
                            + table + "\" AS t"));
        }
        for (String table : clickHouseTables()) {
            state.put(
                    "clickhouse " + table,
                    clickHouse("SELECT toString((count(), sum(cityHash64(toString(tuple(*)))))) FROM "
                            + ClickHouseNames.quoted(table)));
        }
        for (Path file : files()) {
            state.put(file.toString(), String.valueOf(Files.size(file)));
        }
        return state;
    }

    /** The same recording under another id. */
    private static void rename(Path from, String id, String newId, Path to) {
        try (var duck = java.sql.DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement()) {
            statement.execute("COPY (SELECT * REPLACE ('" + newId + "' AS segment_id) FROM '" + from
                    + "' WHERE segment_id = '" + id + "') TO '" + to + "' (FORMAT parquet)");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
