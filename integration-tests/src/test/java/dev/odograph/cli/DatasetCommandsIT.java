package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the owner of recordings types, on a stack with a metric that is one file; the purge comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DatasetCommandsIT {
    private static final String FIRST = "sim-0000000000000001-0000000";

    @TempDir
    private static Path directory;

    private static Cli cli = new Cli(Path.of(""));

    @BeforeAll
    static void runAMetricOfOneFile() {
        cli = new Cli(directory.resolve("home"));
        String metric = directory.resolve("fast.sql").toString();
        assertThat(Cli.bare("new", "metric", metric)).returns(ExitCodes.OK, Cli.Answer::code);
        done("dataset", "simulate", "fleet", "--segments", "3", "--minutes", "1");
        done("run", metric, "fleet", "--run-id", "first", "--wait");
    }

    @AfterAll
    static void stopIt() {
        done("down");
    }

    @Test
    @Order(1)
    void aMetricOfOneFileHasARowPerVehicleAndSegment() {
        String rows = done("results", "fast", "--format", "csv");
        assertThat(rows).startsWith("\"segment_id\",\"position\",\"top_mps\",\"fast_s\"\n");
        assertThat(rows.lines().filter(DatasetCommandsIT::isRow)).hasSize(3 * 7);
    }

    @Test
    @Order(2)
    void aSpanIsAddedCorrectedAndRetracted() {
        String added = done("dataset", "span", "add", "fleet", FIRST, "1000", "2500", "cut-in");
        assertThat(done("dataset", "span", "list", "fleet", FIRST)).contains("1000", "2500", "cut-in");

        String corrected =
                done("dataset", "span", "correct", "fleet", FIRST, number(added), "1000", "3000", "wet road");
        assertThat(done("dataset", "span", "list", "fleet", FIRST))
                .contains("3000", "wet road")
                .doesNotContain("cut-in");

        done("dataset", "span", "retract", "fleet", FIRST, number(corrected));
        assertThat(done("dataset", "span", "list", "fleet", FIRST)).doesNotContain("wet road");
    }

    @Test
    @Order(3)
    void aSpanThatCannotBeIsRefused() {
        assertThat(refused("dataset", "span", "add", "fleet", FIRST, "3000", "1000", "cut-in"))
                .contains("ends at 1000 ms", "3000 ms", "swap them");
        assertThat(refused("dataset", "span", "retract", "fleet", FIRST, "99"))
                .contains("no span 99", "list its spans");
        assertThat(refused("dataset", "span", "add", "fleet", "nosegment", "1", "2", "cut-in"))
                .contains("nosegment");
    }

    @Test
    @Order(4)
    void noRunFitsASelectionOfOtherCodes() {
        assertThat(done("runs", "retry", "--where", "code=MEMORY_EXHAUSTED since=6h", "--dry-run"))
                .contains("No run fits");
        assertThat(refused("runs", "retry", "--where", "colour=red")).contains("colour", "code", "since=6h");
        assertThat(refused("runs", "retry", "first")).contains("first", "SUCCEEDED", "PARKED, FAILED or CANCELLED");
    }

    @Test
    @Order(4)
    void theCommandThatShowsAFailureAgainWorksAsPrinted() throws IOException {
        Path swift = directory.resolve("swift.sql");
        Files.writeString(swift, Files.readString(directory.resolve("fast.sql")).replace("fast", "swift"));
        Path recording = recording();
        Path away = Files.move(recording, directory.resolve("away"));
        assertThat(cli.run("run", swift.toString(), "fleet", "--run-id", "swift", "--target-rows", "1", "--wait"))
                .returns(ExitCodes.RUN_NOT_SUCCEEDED, Cli.Answer::code);
        String command = done("runs", "show", "swift")
                .lines()
                .filter(line -> line.contains("./odograph runs reproduce"))
                .map(line -> line.substring(line.indexOf("./odograph") + "./odograph ".length()))
                .findFirst()
                .orElseThrow();

        Cli.Answer again = Cli.bare(command.split(" "));
        assertThat(again.err()).contains("FILE_NOT_FOUND", FIRST, recording.toString());
        assertThat(again.code()).isEqualTo(ExitCodes.USER);

        Files.move(away, recording);
        assertThat(Cli.bare(command.split(" ")))
                .returns(ExitCodes.OK, Cli.Answer::code)
                .satisfies(mended -> assertThat(mended.out()).contains("does not fail", "rows came out", "runs retry"));
        done("runs", "retry", "swift");
        done("runs", "watch", "swift");
        assertThat(refused("runs", "reproduce", "swift", "nostage", "1")).contains("nostage", "swift");
        assertThat(refused("runs", "reproduce", "swift", "swift", "9")).contains("partitions 1 to 3");
    }

    @Test
    @Order(4)
    void aRunThatCouldNotBePlannedIsExplainedToo() {
        String metric = directory.resolve("fast.sql").toString();
        refused("run", metric, "nodata", "--run-id", "unplanned", "--wait");

        assertThat(refused("runs", "show", "unplanned")).contains("DATASET_NOT_FOUND", "nodata");
        assertThat(refused("runs", "show", "neverwas")).contains("RUN_NOT_FOUND", "neverwas", "runs list");
    }

    @Test
    @Order(4)
    void resultsAreExportedOnceAndLineageIsTold() throws IOException {
        String to = directory.resolve("exported").toString();
        assertThat(done("export", "fast", "--to", to)).contains("Exported 21 rows of fast 1.0", "run first", "1 file");
        assertThat(done("export", "fast", "--to", to, "--run", "first")).contains("1 of them were there already");
        assertThat(done("export", "fast", "--to", to, "--format", "csv", "--json"))
                .contains("\"written_files\" : 1");
        assertThat(Files.readString(
                        directory.resolve("exported/metric=fast/major=1/dataset=fleet/run=first/part-00000.csv")))
                .startsWith("\"segment_id\",\"position\",\"top_mps\",\"fast_s\"\n");
        assertThat(refused("export", "fast", "--to", to, "--channel", "mian"))
                .contains("mian", "branch/local of fleet");
        assertThat(refused("export", "fast", "--to", to, "--format", "xml")).contains("xml", "parquet, csv or arrow");
        assertThat(refused("export", "fast", "--to", to, "--run", "first", "--dataset", "fleet"))
                .contains("leave out --channel and --dataset");

        assertThat(done("runs", "lineage", "first")).contains("fleet@1, 3 segments", "fast: 21 rows");
        assertThat(cli.run("runs", "lineage", "first", "--openlineage").out().lines())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event).startsWith("{\"eventType\":\""));
        assertThat(refused("runs", "lineage", "neverwas")).contains("RUN_NOT_FOUND", "neverwas");
    }

    @Test
    @Order(4)
    void momentsAreListedMarkedAndExported() throws IOException {
        Path starts = directory.resolve("starts.sql");
        Files.writeString(starts, """
                -- metric: starts 1.0
                -- source: samples
                --   segment_id  string         key
                --   position    int32          key
                --   t_ms        int64 [ms]     key
                -- output:
                --   segment_id  string         key
                --   position    int32          key
                --   start_ms    int64 [ms]     key
                --   duration_s  float64 [s]

                SELECT segment_id, position, min(t_ms) AS start_ms, 1.5 AS duration_s
                FROM samples GROUP BY segment_id, position
                """);
        done("run", starts.toString(), "fleet", "--run-id", "starts", "--wait");
        String list = done("moments", "list", "starts");
        String moment = list.lines()
                .filter(line -> line.startsWith("sim-"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
        assertThat(list).contains("new", "1.5", moment);

        assertThat(done("moments", "mark", "starts", moment, "confirmed", "--assignee", "anna", "--comment", "seen"))
                .contains(moment + ": confirmed, anna");
        assertThat(done("moments", "comment", "starts", moment, "see ticket 4711"))
                .contains("confirmed");
        assertThat(done("moments", "show", "starts", moment)).contains("confirmed", "seen", "ticket 4711", "1.0");
        assertThat(done("moments", "list", "starts", "--state", "confirmed")).contains(moment, "anna", "100 %");
        assertThat(done("moments", "list", "starts", "--json")).contains("\"precision\" : 1.0");
        assertThat(done("moments", "export", "starts", "--to", "confirmed_starts"))
                .contains("confirmed_starts@1: 1 moments in 1 recordings, 1 of them new spans");
        assertThat(done("moments", "export", "starts", "--to", "confirmed_starts"))
                .contains("@1", "0 of them new");
        assertThat(done("dataset", "span", "list", "confirmed_starts", moment.replaceAll("@.*", "")))
                .contains("starts");

        String segment = moment.replaceAll("#.*", "");
        assertThat(refused("moments", "show", "starts", segment)).contains("names 7 moments", moment);
        assertThat(refused("moments", "mark", "starts", moment, "good")).contains("good", "false_positive");
        assertThat(refused("moments", "list", "fast")).contains("no moments", "start_ms");
        assertThat(refused("moments", "export", "starts", "--to", "x", "--state", "fixed"))
                .contains("no fixed moment");
    }

    @Test
    @Order(5)
    void retentionKeepsWhatIsPublished() {
        assertThat(done("retention", "--keep-days", "0", "--dry-run")).contains("Nothing would be deleted");
        assertThat(done("retention", "--run", "first", "--keep-days", "0")).contains("Nothing to delete");
        assertThat(done("retention", "--metric", "fast@1.0", "--keep-days", "0", "--dry-run"))
                .contains("Nothing would be deleted");
        assertThat(refused("retention", "--run", "neverwas")).contains("neverwas");
        assertThat(refused("retention", "--metric", "fast@one")).contains("one");
        done("retention", "--keep-days", "0");

        assertThat(done("results", "fast", "--format", "csv").lines().filter(DatasetCommandsIT::isRow))
                .hasSize(3 * 7);
        assertThat(refused("retention", "--keep-days", "many")).contains("--keep-days", "many");
    }

    @Test
    @Order(6)
    void statusNamesWhatARetractedRecordingMadeStale() {
        assertThat(done("dataset", "status", "fleet")).contains("Nothing is stale");

        done("dataset", "retract", "fleet", "sim-0000000000000001-0000002");

        assertThat(done("dataset", "status", "fleet")).contains("fast", "sim-0000000000000001-0000002");
        assertThat(refused("dataset", "status", "nodata")).contains("nodata");
    }

    @Test
    @Order(7)
    void aPurgeIsShownFirstAndThenLeavesNothing() {
        String[] purge = {"dataset", "purge", "fleet", FIRST, "--reason", "request 1", "--by", "A. Doe"};
        assertThat(done("dataset", "purge", "fleet", FIRST, "--reason", "request 1", "--by", "A. Doe", "--dry-run"))
                .contains("Would purge", "clickhouse rows", "first");
        assertThat(done("results", "fast", "--format", "csv")).contains(FIRST);

        assertThat(done(purge)).contains("record", "audit", FIRST);

        assertThat(done("results", "fast", "--format", "csv")).doesNotContain(FIRST);
        assertThat(done("results", "fast")).contains("Coverage: 2 of 3 segments");
        assertThat(done("dataset", "show", "fleet")).doesNotContain(FIRST);
        assertThat(refused("dataset", "purge", "fleet", "nosuch", "--reason", "r", "--by", "me"))
                .contains("nosuch", "dataset show fleet");
        assertThat(refused("dataset", "purge", "fleet", FIRST, "--by", "me")).contains("--reason");
    }

    private static String done(String... arguments) {
        Cli.Answer answer = cli.run(arguments);
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCodes.OK);
        return answer.out() + answer.err();
    }

    private static String refused(String... arguments) {
        Cli.Answer answer = cli.run(arguments);
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(ExitCodes.USER);
        return answer.err();
    }

    /** File of the first recording of the fleet. */
    private static Path recording() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().equals(FIRST + ".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isRow(String line) {
        return line.startsWith("\"sim-");
    }

    private static String number(String said) {
        Matcher number = Pattern.compile("span (\\d+) ").matcher(said);
        assertThat(number.find()).as(said).isTrue();
        return number.group(1);
    }
}
