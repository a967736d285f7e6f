package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is named, with what to do; the exit code says whose fault it is; and nothing is left half-written. */
final class BadInputIT {
    private static final String GOOD = "SELECT 's1' AS segment_id, t * 100 AS t_ms, p::INTEGER AS position, 'car' AS"
            + " vehicle, 20::DOUBLE + p AS speed_mps, t * 2::DOUBLE AS east_m, 0::DOUBLE AS north_m, 0::DOUBLE AS alt_m,"
            + " CASE WHEN p = 1 THEN NULL ELSE 15::DOUBLE END AS gap_m FROM range(50) r(t), range(1, 4) q(p)";

    @TempDir
    private static Path files;

    @TempDir
    private static Path home;

    private static Cli cli = new Cli(Path.of(""));

    @BeforeAll
    static void startAStackWithADataset() {
        cli = new Cli(home);
        assertThat(cli.run("dataset", "simulate", "fleet", "--segments", "2", "--minutes", "1"))
                .returns(ExitCodes.OK, Cli.Answer::code);
        assertThat(cli.run("run", "car_following", "fleet", "--run-id", "good", "--wait"))
                .returns(ExitCodes.OK, Cli.Answer::code);
    }

    @AfterAll
    static void stopIt() {
        assertThat(cli.run("down").code()).isEqualTo(ExitCodes.OK);
    }

    static Stream<Arguments> wrongCommands() {
        return Stream.of(
                arguments("bogus", List.of("ARGUMENT_INVALID", "'bogus'", "--help")),
                arguments("stats", List.of("ARGUMENT_INVALID", "'stats'", "Did you mean", "status")),
                arguments("status --bogus", List.of("ARGUMENT_INVALID", "--bogus")),
                arguments("run car_following", List.of("ARGUMENT_INVALID", "dataset", "--local")),
                arguments("run nograph fleet --wait", List.of("GRAPH_NOT_FOUND", "nograph", "graph list")),
                arguments("graph show nograph", List.of("GRAPH_NOT_FOUND", "nograph", "car_following")),
                arguments("graph validate nograph", List.of("GRAPH_NOT_FOUND", "nograph")),
                arguments("run car_following nodata --wait", List.of("DATASET_NOT_FOUND", "nodata", "dataset")),
                arguments("run car_following fleet@9 --wait", List.of("DATASET_NOT_FOUND", "fleet", "9")),
                arguments("run car_following fleet --purpose fun", List.of("ARGUMENT_INVALID", "fun", "adhoc")),
                arguments("run car_following fleet --param nope=1 --wait", List.of("PARAMETER_INVALID", "nope")),
                arguments(
                        "run car_following fleet --run-id good --target-rows 7 --wait",
                        List.of("RUN_ID_REUSED", "good")),
                arguments("dataset show nodata", List.of("DATASET_NOT_FOUND", "nodata")),
                arguments("dataset retract fleet nosegment", List.of("SEGMENT_NOT_FOUND", "nosegment")),
                arguments("dataset tag fleet nosegment a=b", List.of("SEGMENT_NOT_FOUND", "nosegment")),
                arguments("dataset tag fleet nosegment ab", List.of("ARGUMENT_INVALID", "ab", "NAME=VALUE")),
                arguments("dataset import fleet2 /no/such/path", List.of("FILE_NOT_FOUND", "/no/such/path")),
                arguments("dataset import fleet2", List.of("ARGUMENT_INVALID", "fleet2")),
                arguments("dataset simulate fleet2 --kind boat", List.of("ARGUMENT_INVALID", "boat")),
                arguments("dataset simulate fleet2 --segments 0", List.of("ARGUMENT_INVALID", "0")),
                arguments("dataset simulate fleet2 --segments many", List.of("ARGUMENT_INVALID", "many")),
                arguments("runs show norun", List.of("RUN_NOT_FOUND", "norun")),
                arguments("runs watch norun", List.of("RUN_NOT_FOUND", "norun", "runs list")),
                arguments("runs cancel norun", List.of("RUN_NOT_FOUND", "norun", "runs list")),
                arguments("runs list --status fun", List.of("ARGUMENT_INVALID", "fun")),
                arguments("results nometric", List.of("METRIC_NOT_FOUND", "nometric", "platoon_safety")),
                arguments("results platoon_safety --channel nochannel", List.of("METRIC_NOT_FOUND", "nochannel")),
                arguments("results platoon_safety --dataset nodata", List.of("METRIC_NOT_FOUND", "nodata", "fleet")),
                arguments("results platoon_safety --version 9.0", List.of("METRIC_NOT_FOUND", "platoon_safety")),
                arguments("results platoon_safety --version x", List.of("NAME_INVALID", "x", "1.0")),
                arguments("results platoon_safety --run norun", List.of("RUN_NOT_FOUND", "norun")),
                arguments("results platoon_safety --format xml", List.of("ARGUMENT_INVALID", "xml", "parquet")),
                arguments(
                        "results platoon_safety --output /no/such/f.csv", List.of("FILE_NOT_FOUND", "/no/such/f.csv")),
                arguments(
                        "results platoon_safety --run good --channel latest",
                        List.of("ARGUMENT_INVALID", "run \"good\"", "channel \"latest\"")),
                arguments("results", List.of("ARGUMENT_INVALID", "Name a metric")),
                arguments("ci --dataset fleet", List.of("ARGUMENT_INVALID", "--graph")),
                arguments("ci --graph car_following", List.of("ARGUMENT_INVALID", "--dataset", "--base-dataset")),
                arguments(
                        "ci --graph car_following --base-dataset fleet",
                        List.of("ARGUMENT_INVALID", "Only --base-dataset is given")),
                arguments(
                        "ci --graph car_following --dataset fleet --head-dataset fleet",
                        List.of("ARGUMENT_INVALID", "exclude each other")),
                arguments(
                        "ci --graph car_following --base-dataset fleet --head-dataset fleet --base main",
                        List.of("ARGUMENT_INVALID", "leave --base out")),
                arguments(
                        "ci --graph car_following --dataset fleet --base mian",
                        List.of("BRANCH_NOT_FOUND", "mian", "push --branch")),
                arguments("ci --graph car_folowing --dataset fleet", List.of("GRAPH_NOT_FOUND", "car_folowing")),
                arguments("ci --graph car_following --dataset feet", List.of("DATASET_NOT_FOUND", "feet")),
                arguments(
                        "ci --graph car_following --dataset fleet --metric tcc",
                        List.of("METRIC_NOT_FOUND", "tcc", "ttc")),
                arguments(
                        "ci --graph car_following --dataset fleet --undecided maybe",
                        List.of("ARGUMENT_INVALID", "maybe", "pass, fail")),
                arguments(
                        "ci --graph car_following --dataset fleet --alpha 2",
                        List.of("ARGUMENT_INVALID", "--alpha is 2.0")),
                arguments(
                        "ci --graph car_following --dataset fleet --sample 0",
                        List.of("ARGUMENT_INVALID", "0 segments", "at least 1")),
                arguments(
                        "ci --graph car_following --dataset fleet --sample-by city",
                        List.of("ARGUMENT_INVALID", "--sample-by", "--sample 50")),
                arguments(
                        "ci --graph car_following --dataset fleet --junit nowhere/odograph.xml",
                        List.of("FILE_NOT_FOUND", "--junit", "nowhere", "make the folder")),
                arguments(
                        "ci --graph car_following --dataset fleet --supersede " + "k".repeat(301),
                        List.of("NAME_INVALID", "1 to 300 visible characters")),
                arguments(
                        "ci --graph car_following --dataset fleet --repeat 21", List.of("ARGUMENT_INVALID", "0 to 20")),
                arguments("alerts add X --metric ttc", List.of("NAME_INVALID", "X")),
                arguments("alerts add x --metric ttc --figure mean", List.of("ARGUMENT_INVALID", "needs a limit")),
                arguments("alerts add x --metric ttc --figure median --above 1", List.of("ARGUMENT_INVALID", "median")),
                arguments("alerts add x --metric ttc --figure mean --above NaN", List.of("ARGUMENT_INVALID", "NaN")),
                arguments(
                        "alerts add x --metric ttc --figure mean --above 1 --below 2",
                        List.of("ARGUMENT_INVALID", "exclude each other")),
                arguments(
                        "alerts add x --metric ttc --figure mean --above 1 --coverage 2",
                        List.of("ARGUMENT_INVALID", "0 to 1")),
                arguments(
                        "alerts add x --metric tcc --figure mean --above 1",
                        List.of("METRIC_NOT_FOUND", "tcc", "main", "is that its name?")),
                arguments("alerts add x --kind parked --after soon", List.of("ARGUMENT_INVALID", "soon", "26h")),
                arguments("alerts add x --kind parked --after 0m", List.of("ARGUMENT_INVALID", "0m", "26h")),
                arguments("alerts add x --kind parked --after 90s", List.of("ARGUMENT_INVALID", "90s", "30m")),
                arguments("alerts add x --kind stale --metric ttc", List.of("ARGUMENT_INVALID", "26h")),
                arguments("alerts remove nobody", List.of("ALERT_RULE_NOT_FOUND", "alerts rules")),
                arguments("runs retry --where since=0h", List.of("since=0h is no time", "30m, 6h or 2d")),
                arguments("runs retry --where since=30s", List.of("since=30s is no time", "30m, 6h or 2d")),
                arguments("alerts snooze nobody --for 0h", List.of("ARGUMENT_INVALID", "0h", "30m, 26h or 7d")),
                arguments("alerts snooze nobody --for 8h", List.of("ALERT_RULE_NOT_FOUND", "nobody")),
                arguments("webhooks add x http://127.0.0.1:9/ --template teams", List.of("ARGUMENT_INVALID", "slack")),
                arguments(
                        "webhooks add x http://127.0.0.1:9/ --template pagerduty",
                        List.of("ARGUMENT_INVALID", "routing key")),
                arguments(
                        "webhooks add x http://127.0.0.1:9/ --template alertmanager --type run.failed",
                        List.of("ARGUMENT_INVALID", "alert.opened")),
                arguments("ci --graph car_following --dataset fleet@99", List.of("DATASET_NOT_FOUND", "99")),
                arguments("ci --graph car_following --dataset fleet@new", List.of("DATASET_NOT_FOUND", "whole number")),
                arguments("tokens add ci --role root", List.of("ARGUMENT_INVALID", "root", "reader, author, operator")),
                arguments("tokens add ci", List.of("ARGUMENT_INVALID", "--role")),
                arguments("tokens add ci --role reader --days 400", List.of("ARGUMENT_INVALID", "400", "366")),
                arguments("tokens add -x- --role reader", List.of("Unknown option: '-x-'", "put -- before")),
                arguments("tokens revoke 000000000000", List.of("TOKEN_NOT_FOUND", "tokens list")),
                arguments("audit --limit 0", List.of("ARGUMENT_INVALID", "--limit is 0")),
                arguments("run car_following fleet --sample-seed 3", List.of("ARGUMENT_INVALID", "--sample-seed")),
                arguments("results ttc --read best", List.of("ARGUMENT_INVALID", "best", "distribution", "--reads")),
                arguments("results ttc --by release", List.of("ARGUMENT_INVALID", "--by", "--read")),
                arguments("results ttc --read series", List.of("ARGUMENT_INVALID", "--segment")),
                arguments("results ttc --read worst --by city", List.of("ARGUMENT_INVALID", "city")),
                arguments("results ttc --read worst --limit 0", List.of("ARGUMENT_INVALID", "0")),
                arguments("results ttc --read worst --sql x", List.of("ARGUMENT_INVALID", "--sql")),
                arguments("results ttc --read rates --by nocity", List.of("ARGUMENT_INVALID", "nocity", "release")),
                arguments("results ttc --read trend --column nocol", List.of("ARGUMENT_INVALID", "nocol", "ttc_s")),
                arguments("results ttc --read series --segment nosegment", List.of("SEGMENT_NOT_FOUND", "nosegment")));
    }

    @ParameterizedTest
    @MethodSource("wrongCommands")
    void aWrongCommandIsTheUsersAndSaysWhatToDo(String command, List<String> said) {
        String before = known();

        Cli.Answer answer = cli.run(command.split(" "));

        assertThat(answer.err()).contains(said).doesNotContain("\tat ", "INTERNAL_ERROR");
        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(answer.out()).isEmpty();
        assertThat(known()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO platoon_safety VALUES (1)",
                "DROP TABLE visibility",
                "SELECT 1) UNION ALL (SELECT 1); DROP TABLE visibility",
                "SELECT * FROM url('http://127.0.0.1/x', CSV)",
                "SELECT * FROM file('/etc/passwd', CSV)",
                "SELECT nocolumn FROM platoon_safety",
                "this is not SQL",
                ""
            })
    void aQueryThatWritesReachesOutOrIsWrongIsRefused(String sql) {
        Cli.Answer answer = cli.run("results", "platoon_safety", "--sql", sql);

        assertThat(answer.err()).contains("SQL_INVALID", "platoon_safety");
        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(answer.out()).isEmpty();
        assertThat(cli.run("results", "platoon_safety").code()).isEqualTo(ExitCodes.OK);
    }

    static Stream<String> hostileNames() {
        return Stream.of(
                "a b",
                "a'b",
                "a\"; DROP TABLE run; --",
                "a\nb",
                "../up",
                "😀",
                "-".repeat(3) + "x",
                "x".repeat(300),
                "");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void aHostileNameIsRefusedOnOneLineWhereverItStands(String name) {
        String before = known();
        for (List<String> command : List.of(
                List.of("dataset", "simulate", "--segments", "1", "--", name),
                List.of("dataset", "show", "--", name),
                List.of("run", "--run-id", name.startsWith("-") ? "x y" : name, "car_following", "fleet"),
                List.of("graph", "show", "--", name),
                List.of("runs", "show", "--", name),
                List.of("results", "--", name))) {
            List<String> all = new ArrayList<>(List.of(command.get(0), command.get(1), "--home", home.toString()));
            all.addAll(command.subList(2, command.size()));
            if (command.getFirst().equals("results")) {
                all = new ArrayList<>(List.of("results", "--home", home.toString(), "--", name));
            }

            Cli.Answer answer = Cli.bare(all.toArray(String[]::new));

            assertThat(answer.code()).as("%s: %s", command, answer).isEqualTo(ExitCodes.USER);
            assertThat(answer.err().strip().lines().count()).as("%s", answer).isLessThanOrEqualTo(2);
            assertThat(answer.err().length()).isLessThan(600);
        }
        assertThat(known()).isEqualTo(before);
    }

    static Stream<Arguments> damagedFiles() throws IOException, SQLException {
        Path good = parquet("good", GOOD);
        byte[] bytes = Files.readAllBytes(good);
        return Stream.of(
                arguments("empty", new byte[0]),
                arguments("truncated", Arrays.copyOf(bytes, bytes.length / 2)),
                arguments("magic-only", "PAR1PAR1".getBytes(StandardCharsets.US_ASCII)),
                arguments("text", "this is no Parquet at all".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damagedFiles")
    void aDamagedFileMakesNoDataset(String name, byte[] content) throws IOException {
        String before = known();
        Path file =
                Files.write(Files.createDirectories(files.resolve("d-" + name)).resolve(name + ".parquet"), content);

        Cli.Answer answer = cli.run("dataset", "import", "damaged", file.toString());

        assertThat(answer.err()).contains("FILE_CORRUPT", name + ".parquet");
        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(known()).isEqualTo(before);
    }

    static Stream<Arguments> badTables() {
        return Stream.of(
                arguments("missing", "SELECT * EXCLUDE (speed_mps) FROM (" + GOOD + ")", "COLUMN_MISSING", "speed_mps"),
                arguments(
                        "mistyped",
                        "SELECT * REPLACE (speed_mps::VARCHAR AS speed_mps) FROM (" + GOOD + ")",
                        "COLUMN_TYPE",
                        "speed_mps"),
                arguments("twice", GOOD + " UNION ALL " + GOOD, "KEY_DUPLICATE", "t_ms"),
                arguments(
                        "nan",
                        "SELECT * REPLACE (CASE WHEN t_ms = 700 THEN 'nan'::DOUBLE ELSE speed_mps END AS speed_mps)"
                                + " FROM (" + GOOD + ")",
                        "VALUE_NOT_FINITE",
                        "speed_mps"),
                arguments(
                        "infinite",
                        "SELECT * REPLACE (CASE WHEN t_ms = 700 THEN '-inf'::DOUBLE ELSE gap_m END AS gap_m) FROM ("
                                + GOOD + ")",
                        "VALUE_NOT_FINITE",
                        "gap_m"),
                arguments(
                        "null",
                        "SELECT * REPLACE (CASE WHEN t_ms = 700 THEN NULL ELSE speed_mps END AS speed_mps) FROM ("
                                + GOOD + ")",
                        "VALUE_NULL",
                        "speed_mps"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTables")
    void aBadTableFailsWithItsSegmentAndColumnAndPublishesNothing(String name, String sql, String code, String column)
            throws SQLException, IOException {
        Path file = parquet("seg-" + name, sql);
        Cli.Answer imported = cli.run("dataset", "import", "bad-" + name, file.toString());
        if (imported.code() != ExitCodes.OK) {
            assertThat(imported.err()).contains(code, column, "seg-" + name);
            assertThat(imported.code()).isEqualTo(ExitCodes.USER);
            return;
        }

        Cli.Answer answer = cli.run("run", "car_following", "bad-" + name, "--wait");

        assertThat(answer.code()).as("%s", answer).isEqualTo(ExitCodes.RUN_NOT_SUCCEEDED);
        assertThat(answer.out()).contains("FAILED", code, column, "seg-" + name);
        assertThat(cli.run("results", "platoon_safety", "--dataset", "bad-" + name)
                        .code())
                .isEqualTo(ExitCodes.USER);
    }

    @Test
    void whereAFileMayNotGrowTheDiskIsFullAndNothingHalfWrittenStays() throws Exception {
        String before = known();
        Path output = files.resolve("full.csv");
        List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 8; exec \"$@\"", "limited"));
        limited.addAll(Program.odograph("results", "ttc", "--format", "csv", "--output", output.toString()));
        limited.addAll(List.of("--home", home.toString()));

        Program.Ended ended = Program.run(System.getenv(), limited);

        assertThat(ended.err()).contains("DISK_FULL");
        assertThat(ended.code()).as("%s", ended).isEqualTo(ExitCodes.INFRASTRUCTURE);
        assertThat(output).doesNotExist();
        assertThat(files.resolve("full.csv.part")).doesNotExist();
        assertThat(known()).isEqualTo(before);
    }

    @Test
    void anErrorIsAJsonObjectWhereJsonIsAskedFor() {
        Cli.Answer answer = cli.run("results", "nometric", "--json");

        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().strip()).startsWith("{").endsWith("}").contains("\"code\" : \"METRIC_NOT_FOUND\"");
    }

    @Test
    void aReduceWithoutAKeyIsPrinted() {
        Cli.Answer answer = cli.run("results", "fleet_safety", "--format", "json");

        assertThat(answer.code()).as("%s", answer).isEqualTo(ExitCodes.OK);
        assertThat(answer.out()).contains("\"segments\":2").doesNotContain("write_no");
    }

    @Test
    void resultsGoToAParquetFileThatAnotherEngineReads() throws SQLException {
        Path file = files.resolve("rows.parquet");

        Cli.Answer answer = cli.run("results", "platoon_safety", "--format", "parquet", "--output", file.toString());

        assertThat(answer.code()).as("%s", answer).isEqualTo(ExitCodes.OK);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM '" + file + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(2);
        }
    }

    @Test
    void aSecondRunOfTheSameSaysThatNothingWasExecuted() {
        Cli.Answer answer = cli.run("run", "car_following", "fleet", "--wait");

        assertThat(answer.code()).isEqualTo(ExitCodes.OK);
        assertThat(answer.out()).contains("no step was executed");
    }

    /** Everything that a command might have left behind. */
    private static String known() {
        return cli.run("dataset", "list", "--json").out()
                + cli.run("runs", "list", "--json").out();
    }

    private static Path parquet(String name, String sql) throws SQLException, IOException {
        Path file = Files.createDirectories(files.resolve("p-" + name)).resolve(name + ".parquet");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    "COPY (" + sql.replace("'s1'", "'" + name + "'") + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }
}
