package dev.odograph.client;

import static dev.odograph.client.Answers.accepted;
import static dev.odograph.client.Answers.client;
import static dev.odograph.client.Answers.stands;
import static dev.odograph.client.FaultServer.answer;
import static dev.odograph.client.FaultServer.drop;
import static dev.odograph.client.FaultServer.json;
import static dev.odograph.client.FaultServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private FaultServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new FaultServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aStartWhoseAnswerIsLostIsSentAgainWithTheSameKey() {
        server.then(drop(), drop(), accepted());

        Run run = client(server)
                .start(StartRun.of("g", "d").parameter("limit_s", 3.5).sample(5).build());

        assertThat(run.status()).isEqualTo(RunStatus.PENDING);
        assertThat(server.asked()).hasSize(3);
        assertThat(server.asked())
                .extracting(FaultServer.Asked::body)
                .containsOnly(
                        "{\"graph\":\"g\",\"dataset\":\"d\",\"parameters\":{\"limit_s\":3.5},\"sample\":{\"segments\":5}}");
        assertThat(server.asked().stream()
                        .map(asked -> asked.headers().get("idempotency-key"))
                        .distinct())
                .singleElement()
                .asString()
                .hasSize(36);
    }

    @Test
    void eachStartHasAKeyOfItsOwnUnlessTheCallerGivesOne() {
        server.then(accepted(), accepted(), accepted());
        StartRun wanted = StartRun.of("g", "d").purpose(Purpose.CI).build();

        client(server).start(wanted);
        client(server).start(wanted);
        client(server).start(StartRun.of("g", "d").idempotencyKey("build-7").build());

        List<String> keys = server.asked().stream()
                .map(asked -> asked.headers().get("idempotency-key"))
                .toList();
        assertThat(keys).doesNotHaveDuplicates().contains("build-7");
        assertThat(server.asked().get(0).body()).contains("\"purpose\":\"ci\"").doesNotContain("idempotency");
    }

    @Test
    void whatTheServerSaidIsReadAndWhatItWillSayTomorrowIsIgnored() {
        server.then(stands(RunStatus.RUNNING));

        RunState state = client(server).run("r 1").state();

        assertThat(state.createdAt()).isEqualTo(Instant.parse("2026-11-26T12:00:00.500Z"));
        assertThat(state.coverage()).isEqualTo(new Coverage(1, 2, 10.5, 21));
        assertThat(state.datasetVersion()).isEqualTo(3);
        assertThat(state.purpose()).isEqualTo(Purpose.CI);
        assertThat(state.parameters()).isEqualTo(Map.of("limit_s", 3.5));
        assertThat(state.startedAt()).isNull();
        assertThat(server.asked().get(0).path()).isEqualTo("/api/runs/r%201");
        assertThat(server.asked().get(0).headers()).containsEntry("authorization", "Bearer secret");
    }

    @Test
    void aServerThatRestartsIsAskedAgain() {
        server.then(answer(502, "text/html", "<html>"), problem(503, "TEMPORAL_UNAVAILABLE", "later"));
        server.then(answer(504, "text/html", ""), drop(), stands(RunStatus.RUNNING));

        assertThat(client(server).run("r 1").status()).isEqualTo(RunStatus.RUNNING);
        assertThat(server.asked()).hasSize(5);
    }

    @Test
    void retryAfterIsKeptAlsoByWhatIsSentOnceSinceARefusedRequestDidNothing() {
        server.then(
                stands(RunStatus.RUNNING),
                problem(429, "RATE_LIMITED", "too often", "Retry-After: 1"),
                json(200, "{\"run_id\":\"r 1\",\"message\":\"it ends\"}"));
        Run run = client(server).run("r 1");
        long began = System.nanoTime();

        Action action = run.cancel();

        assertThat(action.message()).isEqualTo("it ends");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void patienceEndsWithWhatTheServerSaidLast() {
        server.always(problem(503, "POSTGRES_UNAVAILABLE", "the ledger is away", "Retry-After: 1"));

        assertThatThrownBy(() -> client(server, Duration.ofMillis(300)).run("r 1"))
                .isInstanceOfSatisfying(OdographException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("POSTGRES_UNAVAILABLE");
                    assertThat(refused.status()).hasValue(503);
                });
    }

    @Test
    void aDecisionWhoseAnswerIsLostIsNotSentAgain() {
        server.then(stands(RunStatus.PARKED), drop());
        Run run = client(server).run("r 1");

        assertThatThrownBy(() -> run.waive("dirty", "drive-7"))
                .isInstanceOfSatisfying(
                        OdographException.class, lost -> assertThat(lost.code()).isEqualTo("SERVER_UNAVAILABLE"));
        assertThat(server.asked()).hasSize(2);
        assertThat(server.asked().get(1).path()).isEqualTo("/api/runs/r%201/waive");
        assertThat(server.asked().get(1).body()).isEqualTo("{\"reason\":\"dirty\",\"segments\":[\"drive-7\"]}");
    }

    @Test
    void aRefusalSaysCodeStatusAndDetailAndWhoAsked() {
        server.then(problem(404, "RUN_NOT_FOUND", "Run r 1 is not there"));

        OdographException refused = catchThrowableOfType(
                OdographException.class, () -> client(server).run("r 1"));

        assertThat(refused).hasMessage("RUN_NOT_FOUND: Run r 1 is not there");
        assertThat(refused.detail()).isEqualTo("Run r 1 is not there");
        assertThat(refused.category()).isEqualTo("USER");
        assertThat(refused.status()).hasValue(404);
        assertThat(refused.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(RequestsTest.class.getName()));
    }

    @Test
    void whatIsNoOdographIsNamed() {
        server.then(answer(200, "text/html", "<html>Log in</html>"), json(200, "{}"), answer(403, "text/html", "no"));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client(server).run("r 1"))
                    .hasMessageContaining("ANSWER_UNKNOWN")
                    .hasMessageContaining(server.address().toString());
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidToBe() throws IOException {
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }
        Odograph client =
                Odograph.connect(URI.create("http://127.0.0.1:" + free), null).withPatience(Duration.ofMillis(300));

        assertThatThrownBy(() -> client.datasets().count())
                .hasMessageContaining("SERVER_UNAVAILABLE")
                .hasMessageContaining("./odograph up");
    }

    @Test
    void argumentsThatAreNoneAreRefusedBeforeAnythingIsSent() {
        Odograph client = client(server);

        assertThatThrownBy(() -> Odograph.connect(URI.create("localhost"), null))
                .hasMessageContaining("ARGUMENT_INVALID");
        assertThatThrownBy(() -> Odograph.connect(Map.of("ODOGRAPH_URL", "a b")))
                .hasMessageContaining("ARGUMENT_INVALID");
        assertThatThrownBy(() -> StartRun.of("", "d").build()).hasMessageContaining("graph is \"\"");
        assertThatThrownBy(() -> client.run(" ")).hasMessageContaining("ARGUMENT_INVALID");
        assertThatThrownBy(() -> client.start(
                        StartRun.of("g", "d").idempotencyKey("two words").build()))
                .hasMessageContaining("visible ASCII");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void theEnvironmentSaysWhereAndAsWhom() {
        server.then(stands(RunStatus.RUNNING));
        Map<String, String> environment = Map.of(
                "ODOGRAPH_URL", " ", "ODOGRAPH_API", server.address() + "/", "ODOGRAPH_TOKEN", "from-environment");

        Odograph.connect(environment).run("a/b");

        assertThat(server.asked().get(0).path()).isEqualTo("/api/runs/a%2Fb");
        assertThat(server.asked().get(0).headers()).containsEntry("authorization", "Bearer from-environment");
        assertThat(Odograph.connect(Map.of()).address()).hasToString("http://127.0.0.1:8080");
    }

    @Test
    void listsAreReadPageByPage() {
        server.then(
                json(200, "{\"items\":[{\"name\":\"a\",\"version\":1},{\"name\":\"b\"}],\"next\":\"x=\"}"),
                json(200, "{\"items\":[],\"next\":\"y\"}"),
                json(200, "{\"items\":[{\"name\":\"c\"}],\"next\":null}"));

        assertThat(client(server).datasets().map(Dataset::name)).containsExactly("a", "b", "c");
        assertThat(server.asked())
                .extracting(FaultServer.Asked::path)
                .containsExactly("/api/datasets", "/api/datasets?cursor=x%3D", "/api/datasets?cursor=y");
    }

    @Test
    void aComparisonThatIsUnderWayIsAskedForAgain() {
        server.then(json(202, "{\"working_s\":50}"), json(200, "{\"verdict\":\"BETTER\",\"metrics\":[]}"));

        Comparison found = client(server)
                .compare(CompareQuery.of("run:a", "channel:main@d").alpha(0.01), "m", "n/o");

        assertThat(found.verdict()).isEqualTo("BETTER");
        assertThat(server.asked().get(1).path())
                .isEqualTo("/api/compare?base=run%3Aa&head=channel%3Amain%40d&alpha=0.01&metric=m&metric=n%2Fo");
    }

    @Test
    void threadsShareAClient() {
        server.always(stands(RunStatus.RUNNING));
        Odograph client = client(server);

        List<CompletableFuture<RunStatus>> seen = IntStream.range(0, 50)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> client.run("r" + i).status()))
                .toList();

        assertThat(seen).allMatch(one -> one.join() == RunStatus.RUNNING);
        assertThat(server.asked()).hasSize(50);
    }
}
