package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole stacks: data, kills, ports. */
class StackIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void dataSurvivesKillsOfEachPartAndARestart() throws Exception {
        EmbeddedHome home = EmbeddedHome.open(directory.resolve("home"));
        assertThat(Files.getPosixFilePermissions(home.secretFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (EmbeddedStack stack = EmbeddedStack.start(home, StackOptions.forTests(StackPart.values()))) {
            fill(stack.endpoints());
            assertThatThrownBy(() -> DriverManager.getConnection(
                            stack.endpoints().postgresUrl(), stack.endpoints().postgresUser(), "wrong"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            for (StackPart part : StackPart.values()) {
                long pid = stack.status().find(part.partName()).orElseThrow().pid();
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                PartStatus restarted =
                        await(stack, part, status -> status.restarts() == 1 && status.state() == PartState.RUNNING);
                assertThat(restarted.pid()).isNotEqualTo(pid);
                assertThat(restarted.lastExit()).isEqualTo("was killed by signal 9");
                assertThat(Files.readString(home.log("supervisor")))
                        .contains(part.partName() + " was killed by signal 9; starting it again in");
            }
            assertFilled(stack.endpoints());
            assertThat(StackStatus.load(home)).isEqualTo(stack.status());
        }
        assertThat(StackStatus.load(home).parts()).extracting(PartStatus::state).containsOnly(PartState.STOPPED);
        try (EmbeddedStack stack = EmbeddedStack.start(home, StackOptions.forTests(StackPart.values()))) {
            assertFilled(stack.endpoints());
        }
    }

    @Test
    void aMutationThatWasNeverWrittenWholeKeepsNoTableFromLoading() throws Exception {
        EmbeddedHome home = EmbeddedHome.open(directory.resolve("torn"));
        StackOptions options = StackOptions.forTests(StackPart.CLICKHOUSE);
        try (EmbeddedStack stack = EmbeddedStack.start(home, options)) {
            clickhouse(stack.endpoints(), "CREATE TABLE kept (answer Int64) ENGINE = MergeTree ORDER BY answer");
            clickhouse(stack.endpoints(), "INSERT INTO kept VALUES (42)");
        }
        Path table;
        try (Stream<Path> files = Files.walk(home.directory().resolve("clickhouse"))) {
            table = files.filter(file -> file.endsWith("format_version.txt"))
                    .map(Path::getParent)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
        }
        Path torn = Files.createFile(table.resolve("mutation_9.txt"));

        try (EmbeddedStack stack = EmbeddedStack.start(home, options)) {
            assertThat(clickhouse(stack.endpoints(), "SELECT answer FROM kept")).isEqualToIgnoringNewLines("42");
            assertThat(torn).doesNotExist();
            assertThat(Files.readString(home.log("clickhouse"))).contains("deleted the mutation " + torn);
        }
    }

    @Test
    void twoHomesRunSideBySideAndATakenPortMoves() throws Exception {
        EmbeddedHome first = EmbeddedHome.open(directory.resolve("first"));
        EmbeddedHome second = EmbeddedHome.open(directory.resolve("second"));
        StackOptions options = StackOptions.forTests(StackPart.POSTGRESQL);
        String address;
        try (EmbeddedStack one = EmbeddedStack.start(first, options);
                EmbeddedStack two = EmbeddedStack.start(second, options)) {
            address = one.endpoints().postgresUrl();
            assertThat(address).isNotEqualTo(two.endpoints().postgresUrl());
            assertThat(Endpoints.load(first).postgresUrl()).isEqualTo(address);
            assertThatThrownBy(() -> EmbeddedStack.start(first, options))
                    .isInstanceOfSatisfying(
                            EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("HOME_IN_USE"));
        }
        int port = URI.create(address.substring("jdbc:".length())).getPort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedStack moved = EmbeddedStack.start(first, options)) {
            assertThat(taken.getLocalPort()).isEqualTo(port);
            assertThat(moved.endpoints().postgresUrl()).isNotEqualTo(address);
            assertThat(Files.readString(first.log("supervisor")))
                    .contains("port " + port + " of postgresql is taken by another program: moved to");
        }
    }

    private static PartStatus await(EmbeddedStack stack, StackPart part, Predicate<PartStatus> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            PartStatus status = stack.status().find(part.partName()).orElseThrow();
            if (condition.test(status)) {
                return status;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("not within 30 s: " + stack.status());
    }

    private static void fill(Endpoints endpoints) throws Exception {
        try (Connection connection = connect(endpoints);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
        }
        clickhouse(endpoints, "CREATE TABLE kept (answer Int64) ENGINE = MergeTree ORDER BY answer");
        clickhouse(endpoints, "INSERT INTO kept VALUES (42)");
        Path temporal = Commands.find("temporal", System.getenv())
                .orElseGet(() -> new Downloads(System.getenv(), line -> {})
                        .find(Download.of(StackPart.TEMPORAL))
                        .orElseThrow());
        Commands.Result started = Commands.run(
                Map.of("USER", "test"),
                Duration.ofSeconds(20),
                List.of(
                        temporal.toString(),
                        "workflow",
                        "start",
                        "--workflow-id",
                        "kept",
                        "--type",
                        "Kept",
                        "--task-queue",
                        "none",
                        "--address",
                        endpoints.temporalAddress()));
        assertThat(started.exit()).as(started.output()).isZero();
    }

    private static void assertFilled(Endpoints endpoints) throws Exception {
        try (Connection connection = connect(endpoints);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT answer FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
        assertThat(clickhouse(endpoints, "SELECT answer FROM kept")).isEqualTo("42\n");
        HttpResponse<String> workflow = get(endpoints, "/api/v1/namespaces/default/workflows/kept");
        assertThat(workflow.statusCode()).as(workflow.body()).isEqualTo(200);
        assertThat(get(endpoints, "/api/v1/namespaces/default").body()).contains("2592000s");
        String attributes =
                get(endpoints, "/api/v1/namespaces/default/search-attributes").body();
        assertThat(SearchAttributes.ALL)
                .allSatisfy(name -> assertThat(attributes).contains(name));
    }

    private static HttpResponse<String> get(Endpoints endpoints, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(endpoints.temporalUiUrl() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Connection connect(Endpoints endpoints) throws SQLException {
        return DriverManager.getConnection(
                endpoints.postgresUrl(), endpoints.postgresUser(), endpoints.postgresPassword());
    }

    private static String clickhouse(Endpoints endpoints, String sql) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(endpoints.clickhouseUrl()))
                        .header("X-ClickHouse-User", endpoints.clickhouseUser())
                        .header("X-ClickHouse-Key", endpoints.clickhousePassword())
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
