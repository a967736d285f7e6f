package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.worker.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    @TempDir
    private static Path directory;

    private static Cli cli = new Cli(Path.of(""));

    @BeforeAll
    static void simulateBothDomains() {
        boolean asked = Boolean.getBoolean("odograph.guides");
        if (!asked) {
            System.out.println("NOTICE: GuidesIT is skipped: it takes two minutes, run it with -Dodograph.guides=true");
        }
        assumeTrue(asked, "odograph.guides is not true");
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
        if (Boolean.getBoolean("odograph.guides")) {
            done("down");
        }
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

    private static void runs(GraphSpec graph) throws IOException {
        done("runs", "watch", graph.name());
        List<String> filled = new ArrayList<>();
        for (MetricSpec metric : graph.metrics()) {
            String rows = done("results", metric.name(), "--dataset", dataset(graph), "--format", "json");
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
        return answer.out();
    }
}
