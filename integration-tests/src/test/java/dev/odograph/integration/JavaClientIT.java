package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.client.CompareQuery;
import dev.odograph.client.Comparison;
import dev.odograph.client.Coverage;
import dev.odograph.client.Dataset;
import dev.odograph.client.Event;
import dev.odograph.client.EventQuery;
import dev.odograph.client.EventStream;
import dev.odograph.client.FailureGroup;
import dev.odograph.client.Graph;
import dev.odograph.client.Odograph;
import dev.odograph.client.OdographException;
import dev.odograph.client.Publication;
import dev.odograph.client.Purpose;
import dev.odograph.client.ResultFormat;
import dev.odograph.client.Rows;
import dev.odograph.client.Run;
import dev.odograph.client.RunFailedException;
import dev.odograph.client.RunParkedException;
import dev.odograph.client.RunQuery;
import dev.odograph.client.RunStatus;
import dev.odograph.client.RunSummary;
import dev.odograph.client.StartRun;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client against the real API, with the examples of its guide. */
class JavaClientIT {
    private static final Map<String, String> API = Map.of("ODOGRAPH_ROLES", "api");
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private static Lab lab;
    private static WebProcess api;
    private static Odograph client;

    @BeforeAll
    static void serve() throws IOException {
        lab = Lab.open();
        lab.simulated("java_fleet", 2, 5601);
        api = WebProcess.start(lab.directory.home(), API);
        client = Odograph.connect(URI.create(api.url()), null);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aRunIsStartedAwaitedAndRead() throws Exception {
        Run run = client.start(wanted("java-read")
                .purpose(Purpose.CI)
                .parameter("ttc_limit_s", 3.0)
                .build());

        assertThat(run.await(LONG).status()).isEqualTo(RunStatus.SUCCEEDED);

        Coverage coverage = run.state().coverage();
        assertThat(coverage).isNotNull();
        assertThat(coverage.segments()).isEqualTo(2);
        assertThat(run.state().parameters()).containsEntry("ttc_limit_s", 3.0);
        assertThat(run.failures()).isEmpty();
        try (Rows rows = run.results("platoon_safety").open(ResultFormat.JSON)) {
            assertThat(new ObjectMapper().readTree(rows)).isNotEmpty();
            assertThat(rows.runId()).isEqualTo("java-read");
        }
        try (Rows rows =
                run.results("platoon_safety").columns("segment_id").limit(1).open(ResultFormat.CSV)) {
            assertThat(new String(rows.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("segment_id");
        }
        Path parquet = run.results("platoon_safety").save(directory.resolve("s.parquet"), ResultFormat.PARQUET);
        assertThat(Files.readString(parquet, StandardCharsets.ISO_8859_1))
                .startsWith("PAR1")
                .endsWith("PAR1");
        assertThat(run.results("platoon_safety").save(directory.resolve("s.arrow"), ResultFormat.ARROW))
                .isNotEmptyFile();
        try (EventStream events = run.events()) {
            List<String> types = new ArrayList<>();
            while (types.isEmpty() || !types.get(types.size() - 1).endsWith(".succeeded")) {
                types.add(events.next().type());
            }
            assertThat(types).contains("dev.odograph.run.started");
        }
    }

    @Test
    void whatIsThereIsListed() {
        lab.runs.succeed("java-listed", lab.input("java_fleet"));

        assertThat(client.datasets().filter(one -> one.name().equals("java_fleet")))
                .singleElement()
                .extracting(Dataset::segments)
                .isEqualTo(2L);
        assertThat(client.graphs(lab.bundles.examples().digest()).map(Graph::name))
                .contains("car_following");
        assertThat(client.runs(RunQuery.all().dataset("java_fleet").status(RunStatus.SUCCEEDED))
                        .map(RunSummary::runId))
                .contains("java-listed");
        assertThat(client.publications("latest", "java_fleet").map(Publication::metric))
                .contains("platoon_safety");
        assertThat(client.run("java-listed").state().links().temporal()).contains("java-listed");
    }

    @Test
    void aGraphThatIsNotThereIsSaidByTheAwait() {
        Run run = client.start(StartRun.of("no_such_graph", "java_fleet")
                .bundle(lab.bundles.examples().digest())
                .build());

        assertThatThrownBy(() -> run.await(LONG)).isInstanceOfSatisfying(RunFailedException.class, failed -> {
            assertThat(failed.code()).isEqualTo("GRAPH_NOT_FOUND");
            assertThat(failed.failures()).isEmpty();
        });
        assertThatThrownBy(() -> client.run("nobody")).isInstanceOfSatisfying(OdographException.class, refused -> {
            assertThat(refused.code()).isEqualTo("RUN_NOT_FOUND");
            assertThat(refused.status()).hasValue(404);
        });
        assertThatThrownBy(() -> client.results("no_such_metric").open(ResultFormat.ARROW))
                .hasMessageContaining("METRIC_NOT_FOUND");
    }

    @Test
    void aCancelledRunIsRetriedAndSucceeds() {
        lab.stopWorker();
        Run run = client.start(wanted("java-cancelled").targetRows(1).build());
        try {
            Runs.until("it may be cancelled", () -> cancelled(run));
        } finally {
            lab.startWorker();
        }
        assertThatThrownBy(() -> run.await(LONG))
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failed -> assertThat(failed.ended()).isEqualTo(RunStatus.CANCELLED));

        assertThat(run.retry("it is wanted after all").runId()).isEqualTo("java-cancelled");

        assertThat(run.await(LONG).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void anAwaitAndAStreamSurviveAKillOfTheApi() throws Exception {
        lab.stopWorker();
        CompletableFuture<Run> ended;
        CompletableFuture<Event> succeeded;
        try {
            Run run = client.start(wanted("java-survivor").build());
            ended = run.awaitAsync();
            succeeded = CompletableFuture.supplyAsync(() -> {
                try (EventStream events = run.events()) {
                    Event event = events.next();
                    while (!event.type().endsWith(".succeeded")) {
                        event = events.next();
                    }
                    return event;
                }
            });
            api = api.restart(lab.directory.home(), API);
            assertThat(ended).isNotDone();
        } finally {
            lab.startWorker();
        }

        assertThat(ended.get(5, TimeUnit.MINUTES).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(succeeded.get(1, TimeUnit.MINUTES).subject()).isEqualTo("java-survivor");
    }

    @Test
    void theSameKeyFromTwoCallersIsOneRun() {
        String bundle = lab.bundles.examples().digest();
        StartRun wanted = StartRun.of(Lab.GRAPH, "java_fleet")
                .bundle(bundle)
                .idempotencyKey("java-key")
                .build();

        assertThat(client.start(wanted).id()).isEqualTo(client.start(wanted).id());
        assertThatThrownBy(() -> client.start(StartRun.of(Lab.GRAPH, "java_fleet")
                        .bundle(bundle)
                        .targetRows(7)
                        .idempotencyKey("java-key")
                        .build()))
                .hasMessageContaining("RUN_ID_REUSED");
    }

    @Test
    void theGuidesExamplesRun() throws Exception {
        lab.simulated("drives", 2, 5602);
        var unused = lab.bundles.examples();
        Odograph odograph = client;

        Run run = odograph.start(StartRun.of("car_following", "drives")
                .parameter("ttc_limit_s", 3.0)
                .purpose(Purpose.CI)
                .build());
        run.await(Duration.ofMinutes(10));
        Path file = run.results("ttc").save(directory.resolve("ttc.parquet"), ResultFormat.PARQUET);
        assertThat(file).isNotEmptyFile();

        CompletableFuture<Path> rows = run.awaitAsync()
                .thenApplyAsync(done -> done.results("ttc").save(directory.resolve("ttc.arrow"), ResultFormat.ARROW));
        assertThat(rows.get(1, TimeUnit.MINUTES)).isNotEmptyFile();

        StringBuilder csv = new StringBuilder();
        try (Rows latest = odograph.results("platoon_safety")
                .dataset("drives")
                .columns("segment_id", "headway_p50_s")
                .open(ResultFormat.CSV)) {
            csv.append(new String(latest.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(csv.toString().lines()).hasSizeGreaterThan(1);

        Run strict = odograph.start(StartRun.of("car_following", "drives")
                .parameter("ttc_limit_s", 2.0)
                .build());
        Comparison found = odograph.compare(CompareQuery.of(run, strict.await()), "platoon_safety");
        System.out.println(found.verdict());
        assertThat(found.verdict()).isNotEmpty();

        try (EventStream events = odograph.events(EventQuery.after("0").types("run.succeeded", "run.failed"))) {
            while (events.hasNext()) {
                Event event = events.next();
                System.out.println(event.id() + " " + event.type() + " " + event.subject());
                if (event.subject().equals(run.id())) {
                    break;
                }
            }
        }

        try {
            odograph.run("nightly-7").await(Duration.ofHours(1));
        } catch (RunFailedException failed) {
            for (FailureGroup group : failed.failures()) {
                System.out.println(group.code() + " in " + group.stage() + ": " + group.message());
            }
        } catch (RunParkedException parked) {
            odograph.run(parked.runId()).waive("camera was dirty", "drive-7");
        } catch (OdographException refused) {
            System.out.println(refused.code() + ": " + refused.detail());
        }
    }

    private static StartRun.Builder wanted(String runId) {
        return StartRun.of(Lab.GRAPH, "java_fleet")
                .bundle(lab.bundles.examples().digest())
                .runId(runId);
    }

    /** It cannot be while it is on its way to Temporal. */
    private static boolean cancelled(Run run) {
        try {
            return !run.cancel().message().isEmpty();
        } catch (OdographException notYet) {
            return false;
        }
    }
}
