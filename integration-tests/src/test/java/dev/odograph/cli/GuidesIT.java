package dev.odograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.dataset.TopicConverter;
import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.step.python.PythonLock;
import dev.odograph.worker.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the guides tell readers to type, typed for real on one stack; and every example graph over its domain. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class GuidesIT {
    private static final Path TUTORIAL =
            Snippet.ROOT.resolve("docs").resolve("guides").resolve("author-tutorial.md");

    private static final List<GraphSpec> EXAMPLES = GraphSpecs.discover(GuidesIT.class.getClassLoader()).stream()
            .filter(definition -> definition.getClass().getName().startsWith("dev.odograph.examples."))
            .map(GraphSpecs::of)
            .toList();

    private static final String QUICK = """
            # metric: quick 1.0
            # owner: my-team
            # source: samples
            #   segment_id  string         key
            #   position    int32          key
            #   t_ms        int64 [ms]     key
            #   speed_mps   float64 [m/s]
            # output:
            #   segment_id  string         key
            #   position    int32          key
            #   top_mps     float64 [m/s]

            import pandas as pd

            def quick(samples: pd.DataFrame) -> pd.DataFrame:
                return samples.groupby("position", as_index=False).agg(top_mps=("speed_mps", "max"))
            """;

    @TempDir
    private static Path directory;

    private static Cli cli = new Cli(Path.of(""));

    @BeforeAll
    static void simulateBothDomains() {
        cli = new Cli(directory.resolve("home"));
        done("dataset", "simulate", "cars", "--segments", "3", "--minutes", "2", "--vehicles", "3", "--seed", "7");
        done("dataset", "simulate", "bots", "--segments", "3", "--kind", "delivery_robot", "--seed", "7");
        startEveryExample();
    }

    /** All at once, so that they share the worker. */
    private static void startEveryExample() {
        for (GraphSpec graph : EXAMPLES) {
            done("run", graph.name(), dataset(graph), "--run-id", graph.name());
        }
    }

    @AfterAll
    static void stopIt() {
        done("down");
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> everyExampleRunsOverADatasetOfItsDomainAndStoresItsMetrics() {
        return EXAMPLES.stream().map(graph -> dynamicTest(graph.name(), () -> runs(graph)));
    }

    @Test
    @Order(2)
    void queriesInTheGuidesAreAnswered() throws Exception {
        List<Snippet> queries = Snippet.all().stream()
                .filter(snippet -> snippet.language().equals("sql") && snippet.notRun() == null)
                .filter(snippet -> !snippet.text().startsWith("-- metric:"))
                .toList();
        assertThat(queries).isNotEmpty();
        // The views of segments and spans are there once a worker copied them, which a saved read does not wait for.
        done(
                "results",
                "ttc",
                "--dataset",
                "cars",
                "--read",
                "distribution",
                "--column",
                "headway_s",
                "--by",
                "release");
        try (Stores stores = Stores.open(Endpoints.load(EmbeddedHome.open(directory.resolve("home"))), 1)) {
            for (Snippet snippet : queries) {
                for (String query : snippet.text().split(";")) {
                    if (snippet.text().contains("default__")) {
                        stores.clickhouse().execute(query.strip());
                    } else {
                        try (Connection connection = stores.pool().getConnection();
                                Statement statement = connection.createStatement()) {
                            statement.execute(query);
                        }
                    }
                }
            }
        }
    }

    @Test
    @Order(3)
    void theTutorialWorksAsItIsWritten() throws Exception {
        Program.Ended ended = script(Snippet.of(TUTORIAL));

        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    }

    /** The mapping of the guide to datasets in small, over a recording by the official writer. */
    @Test
    @Order(4)
    void aBagIsImportedByTopicsLabelledAndReadByAMetric() throws Exception {
        Path bag = writeBag(directory.resolve("drive_7.mcap"));
        Path topics = Files.writeString(directory.resolve("topics.yaml"), """
                tables:
                  main:
                    clock: /speed
                    columns:
                      speed_mps: {field: kmh, from: km/h, to: m/s}
                """);
        Path spans = Files.writeString(
                directory.resolve("spans.csv"), "segment,start_ms,end_ms,label\ndrive_7,0,200,start\n");
        Path metric = Files.writeString(directory.resolve("bag_speed.sql"), """
                -- metric: bag_speed 1.0
                -- owner: my-team
                -- source: samples
                --   segment_id  string         key
                --   t_ms        int64 [ms]     key
                --   speed_mps   float64 [m/s]
                -- output:
                --   segment_id  string         key
                --   top_mps     float64 [m/s]

                SELECT segment_id, max(speed_mps) AS top_mps FROM samples GROUP BY segment_id
                """);

        assertThat(done("dataset", "import", "bags", bag.toString(), "--topics", topics.toString()))
                .contains("/speed", "Made bags@1: 1 segments, 4 rows");
        done("dataset", "span", "import", "bags", spans.toString());
        assertThat(done("dataset", "span", "list", "bags", "drive_7")).contains("200", "start");
        done("run", metric.toString(), "bags", "--wait");

        assertThat(done("results", "bag_speed", "--format", "csv")).contains("\"drive_7\",30");
    }

    @Test
    @Order(5)
    void aMetricsFileIsBranchCodeUntilItIsPushedFromWhatIsCommitted() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("metrics"));
        Path metric = folder.resolve("quick.py");
        Files.writeString(metric, QUICK);
        done("run", metric.toString(), "cars", "--run-id", "quick_branch", "--wait");

        Cli.Answer branch = cli.run("results", "quick", "--format", "csv");
        assertThat(branch.err()).contains("run quick_branch", "channel branch/local");
        assertThat(refused("results", "quick", "--channel", "latest")).contains("METRIC_NOT_FOUND", "quick");
        assertThat(refused("push", metric.toString(), "--branch", "main")).contains("BRANCH_PROTECTED", "quick.py");

        for (List<String> words : List.of(
                List.of("init", "-q", "-b", "main"),
                List.of("add", "quick.py"),
                List.of("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Begin"))) {
            List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
            command.addAll(words);
            assertThat(Program.run(System.getenv(), command).code()).isZero();
        }
        assertThat(done("push", metric.toString(), "--branch", "main")).contains("(merged code): quick");
        done("run", "quick", "cars", "--bundle", "main", "--run-id", "quick_main", "--wait");

        Cli.Answer merged = cli.run("results", "quick", "--format", "csv");
        assertThat(merged.err()).contains("run quick_main", "channel latest");
        assertThat(merged.out()).isEqualTo(branch.out());
    }

    @Test
    @Order(6)
    void aMetricsFileIsLockedCheckedAndPlanned() throws Exception {
        Path metric = directory.resolve("metrics").resolve("quick.py");

        assertThat(done("graph", "lock", metric.toString())).contains("quick.lock.json", "1 metrics");
        assertThat(done("graph", "check", metric.toString())).contains("quick is compatible");
        assertThat(done("graph", "plan", metric.toString(), "cars")).contains("Nothing to compute");
        Files.writeString(metric, Files.readString(metric).replace("\"max\"", "\"min\""));
        assertThat(cli.run("graph", "check", metric.toString()))
                .returns(ExitCodes.RUN_NOT_SUCCEEDED, Cli.Answer::code)
                .satisfies(checked -> assertThat(checked.out()).contains("changed steps: quick", "version 1.1"));
        assertThat(done("graph", "plan", metric.toString(), "cars")).contains("Python source changed");
    }

    @Test
    @Order(7)
    void theDoctorFindsWhatThisStackStandsOn() {
        assertThat(done("doctor")).contains("jdk", "temporal", "clickhouse", "python", "sandbox");
    }

    private static Path writeBag(Path bag) throws IOException, InterruptedException {
        Path program;
        try (InputStream lock = Objects.requireNonNull(TopicConverter.class.getResourceAsStream("topics.lock"))) {
            program = PythonEnvironments.standard()
                    .load(new PythonLock(new String(lock.readAllBytes(), UTF_8)), line -> {});
        }
        Program.Ended ended = Program.run(System.getenv(), List.of(program.toString(), "-c", """
                import json, sys
                from mcap.writer import Writer
                with open(sys.argv[1], "wb") as file:
                    writer = Writer(file)
                    writer.start()
                    schema = writer.register_schema("Speed", "jsonschema", b'{"type": "object"}')
                    channel = writer.register_channel("/speed", "json", schema)
                    for i, kmh in enumerate([36.0, 72.0, 108.0, 54.0]):
                        time = 1_700_000_000_000_000_000 + i * 100_000_000
                        writer.add_message(channel, time, json.dumps({"kmh": kmh}).encode(), time)
                    writer.finish()
                """, bag.toString()));
        assertThat(ended.code()).as(ended.err()).isZero();
        return bag;
    }

    private static String refused(String... arguments) {
        Cli.Answer answer = cli.run(arguments);
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(ExitCodes.USER);
        return answer.err();
    }

    private static void runs(GraphSpec graph) throws IOException {
        done("runs", "watch", graph.name());
        List<String> filled = new ArrayList<>();
        for (MetricSpec metric : graph.metrics()) {
            String rows = cli.run("results", metric.name(), "--dataset", dataset(graph), "--format", "json")
                    .out();
            if (!new ObjectMapper().readTree(rows).isEmpty()) {
                filled.add(metric.name());
            }
        }
        assertThat(filled).as("metrics of " + graph.name() + " that have rows").isNotEmpty();
    }

    private static String dataset(GraphSpec graph) {
        boolean cars = graph.steps().stream()
                .anyMatch(step ->
                        step instanceof StepSpec.Source source && source.table().equals("main"));
        return cars ? "cars" : "bots";
    }

    /** Runs the shell blocks of a page one after the other in an empty folder, in which blocks that name a file are. */
    private static Program.Ended script(List<Snippet> snippets) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(directory.resolve("tutorial"));
        StringBuilder script = new StringBuilder("set -euo pipefail\ncd '" + folder + "'\n");
        for (Snippet snippet : snippets) {
            if (snippet.isShell() && snippet.notRun() == null) {
                script.append("echo '## ").append(snippet.place()).append("'\n");
                script.append(snippet.text()).append("\n");
            } else if (snippet.fileName() != null) {
                Files.writeString(folder.resolve(snippet.fileName()), snippet.text() + "\n");
            }
        }
        StartIT.program(
                folder.resolve("odograph"),
                "#!/bin/sh\nexec " + quoted(Program.odograph().toArray(String[]::new)) + " \"$@\"\n");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ODOGRAPH_HOME", directory.resolve("home").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return Program.run(
                environment,
                List.of(
                        "bash",
                        Files.writeString(directory.resolve("tutorial.sh"), script)
                                .toString()));
    }

    private static String quoted(String... words) {
        return String.join(
                " ",
                Stream.of(words)
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .toList());
    }

    private static String done(String... arguments) {
        Cli.Answer answer = cli.run(arguments);
        assertThat(answer.code())
                .as(String.join(" ", arguments) + ": " + answer.out() + answer.err())
                .isEqualTo(ExitCodes.OK);
        return answer.out() + answer.err();
    }
}
