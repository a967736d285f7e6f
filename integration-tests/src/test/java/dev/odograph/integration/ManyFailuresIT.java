package dev.odograph.integration;

import static dev.odograph.contract.RunStatus.FAILED;
import static dev.odograph.contract.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.odograph.cli.Retrying;
import dev.odograph.cli.Showing;
import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.TaskQueues;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.Segment;
import dev.odograph.dataset.SegmentTable;
import dev.odograph.dataset.SegmentVerifier;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.spec.GraphSpec;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.OutputFailure;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunFilter;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import dev.odograph.store.lineage.StageRecord;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator sees causes, not lists of failures, and mends many runs by one command. */
class ManyFailuresIT {
    private static final int FAILURES = 3_000;
    private static final int RUNS = 200;

    private static final String GRAPH = """
            import static dev.odograph.graph.SqlText.sql;

            import dev.odograph.graph.*;

            public final class One implements GraphDefinition {
                public record Row(@Key String segmentId, @Key @Unit("ms") long tMs) {}

                @Override
                public void define(Graph g) {
                    Table<Row> samples = g.source("samples", Row.class);
                    Table<Row> rows = g.sql("rows", Row.class, sql("SELECT segment_id, t_ms FROM samples"), samples);
                    g.metric("retried_rows", "1.0", rows);
                }
            }
            """;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @Test
    void threeThousandFailuresOfTwoCausesAreTwoGroupsOnOneScreen() throws IOException {
        String runId = "two-causes";
        pin(runId, "years", FAILURES);
        for (int i = 0; i < FAILURES; i++) {
            Segment segment = segment(i);
            if (i % 2 == 1) {
                Files.writeString(Path.of(segment.tables().getFirst().path()), "not what was imported");
            }
            fail(runId, i, segment.segmentId(), verify(segment));
        }
        lab.ledger.finish(runId, FAILED, "RUN_INCOMPLETE", FAILURES + " of " + FAILURES + " outputs failed");

        assertThat(lab.runs.report(runId).failures())
                .extracting(FailureGroup::code, FailureGroup::count, FailureGroup::segmentId)
                .containsExactly(tuple("FILE_CHANGED", 1_500L, name(1)), tuple("FILE_NOT_FOUND", 1_500L, name(0)));
        String screen = Showing.run(lab.stores, runId, 80, 24);
        assertThat(screen)
                .contains("FILE_NOT_FOUND in stage rows, 1,500 partitions, first segment " + name(0))
                .contains("FILE_CHANGED in stage rows, 1,500 partitions, first segment " + name(1))
                .contains("./odograph runs reproduce two-causes rows 1", "./odograph runs reproduce two-causes rows 2")
                .contains("./odograph runs retry two-causes");
        assertThat(screen.lines()).hasSizeLessThan(24).allMatch(line -> line.length() <= 80);
    }

    @Test
    void oneCommandRetriesTwoHundredRunsAndOneThatCannotBeHindersNoOther() {
        List<String> ids = IntStream.range(0, RUNS).mapToObj(i -> "many-" + i).toList();
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
            temporal.newWorker(TaskQueues.RUNS).registerWorkflowImplementationTypes(Brief.class);
            temporal.start();
            Map<String, String> before = new HashMap<>();
            for (String id : ids) {
                failed(id, "many", ErrorCode.FILE_NOT_FOUND);
                WorkflowStub run = temporal.getWorkflowClient()
                        .newUntypedWorkflowStub(
                                "MetricGraphRun",
                                WorkflowOptions.newBuilder()
                                        .setWorkflowId(id)
                                        .setTaskQueue(TaskQueues.RUNS)
                                        .build());
                before.put(id, run.start(RunInput.of("graph", "many")).getRunId());
                run.getResult(RunOutcome.class);
            }
            failed("many-other", "many", ErrorCode.CHECK_FAILED);
            // In the ledger, and not in Temporal: it cannot be retried.
            failed("many-forgotten", "many", ErrorCode.FILE_NOT_FOUND);

            Retrying real = Retrying.where(
                    lab.stores, temporal.getWorkflowClient(), "code=FILE_NOT_FOUND since=6h dataset=many", false);

            assertThat(real.out()).contains("Retried 200 of 201 runs, 200 outputs", "and 181 more");
            assertThat(real.out().lines().skip(1).findFirst().orElse(""))
                    .as("what is left to do comes first")
                    .contains("many-forgotten", "RUN_NOT_FOUND", "not in Temporal any more");
            assertThat(real.code()).isEqualTo(1);
            assertThat(ids)
                    .allSatisfy(id -> assertThat(execution(temporal.getWorkflowClient(), id))
                            .as("a new execution of " + id)
                            .isNotEqualTo(before.get(id)));
        }
    }

    @Test
    void whatIsRetriedByItsCauseSucceedsAndADryRunStartsNothing() throws Exception {
        Dataset dataset = lab.change("retried", ImportAction.IMPORT, recording());
        Path file = lab.file(dataset, lab.segments(dataset).getFirst());
        Path away = Files.move(file, directory.resolve("away"));
        Bundle bundle = lab.bundles.author("One", GRAPH, List.of());
        RunInput input = new RunInput("one", null, bundle.digest(), "retried", Map.of(), Purpose.ADHOC, null, null);
        List<String> ids = List.of("retried-0", "retried-1", "retried-2");
        ids.forEach(id -> lab.runs.start(id, input));
        Runs.until("all have failed", () -> count("retried", FAILED) == ids.size());
        failed("retried-other", "retried", ErrorCode.CHECK_FAILED);
        String selection = "code=FILE_NOT_FOUND since=6h dataset=retried";

        Retrying dry = Retrying.where(lab.stores, lab.temporal.client(), selection, true);

        assertThat(dry.out()).contains("Would retry 3 of 3 runs, 3 outputs", "A new pass would begin");
        assertThat(dry.code()).isZero();
        assertThat(ids).allSatisfy(id -> assertThat(lab.ledger.passes(id)).isEqualTo(1));

        Files.move(away, file);
        Retrying real = Retrying.where(lab.stores, lab.temporal.client(), selection, false);

        assertThat(real.out()).contains("Retried 3 of 3 runs, 3 outputs");
        assertThat(real.code()).isZero();
        Runs.until("all have succeeded", () -> count("retried", SUCCEEDED) == ids.size());
        assertThat(ids).allSatisfy(id -> assertThat(lab.ledger.passes(id)).isEqualTo(2));
        assertThat(lab.ledger.run("retried-other").status()).isEqualTo(FAILED);
    }

    /** A run that failed in the ledger alone, at its only output. */
    private void failed(String runId, String dataset, ErrorCode code) {
        pin(runId, dataset, 1);
        fail(runId, 0, name(0), new OdographException(code, "something of drive 0"));
        lab.ledger.finish(runId, FAILED, "RUN_INCOMPLETE", "1 of 1 outputs failed");
    }

    private static String execution(WorkflowClient client, String runId) {
        return client.newUntypedWorkflowStub(runId).describe().getExecution().getRunId();
    }

    private int count(String dataset, RunStatus status) {
        return new RunReader(lab.stores.postgres())
                .list(new RunFilter(null, dataset, status, 1_000))
                .size();
    }

    /** A run of one stage in the ledger alone. */
    private void pin(String runId, String dataset, int partitions) {
        GraphSpec spec = lab.bundles.examples().graphs().getFirst();
        lab.ledger.register(
                new NewRun(
                        runId,
                        spec,
                        lab.bundles.examples().digest(),
                        "d-" + runId,
                        dataset,
                        1,
                        Map.of(),
                        Purpose.ADHOC,
                        FailurePolicy.FAIL,
                        "input"),
                List.of(new StageRecord(0, "rows", List.of("rows"), List.of(), false, "f0", List.of())),
                IntStream.range(0, partitions)
                        .mapToObj(i -> new PartitionRecord(
                                i, List.of(name(i)), List.of("digest " + i), 100, 1_000, 500.5, 60_000))
                        .toList());
        lab.ledger.beginPass(runId, "temporal-" + runId);
    }

    private void fail(String runId, int partition, String segmentId, OdographException error) {
        lab.outputs.recordFailure(new OutputFailure(
                runId, 0, partition, 1, 1, Instant.now(), error.code(), error.getMessage(), "test", segmentId));
    }

    /** Ids of letters and digits: what differs among partitions is not a number alone. */
    private static String name(int i) {
        return "drive " + Integer.toString(36_000 + i, Character.MAX_RADIX);
    }

    /** A segment that says what is not so. */
    private Segment segment(int i) {
        String path = directory.resolve("drive-" + i + ".parquet").toString();
        return new Segment(
                name(i),
                "digest " + i,
                100,
                1_000,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                path,
                List.of(new SegmentTable("main", path, "digest", 1_000, 100, Instant.EPOCH)),
                new TreeMap<>());
    }

    private static OdographException verify(Segment segment) {
        return catchThrowableOfType(OdographException.class, () -> SegmentVerifier.verify(segment));
    }

    private Path recording() throws SQLException, IOException {
        Path folder = Files.createDirectory(directory.resolve("retried"));
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'drive' AS segment_id, 0::BIGINT AS t_ms) TO '"
                    + folder.resolve("drive.parquet") + "' (FORMAT parquet)");
        }
        return folder;
    }

    /** A run that ends at once: what is asked of Temporal counts here, not what a run does. */
    public static final class Brief implements BriefRun {
        @Override
        public RunOutcome run(RunInput input) {
            return new RunOutcome(input.graph(), SUCCEEDED, 1, 1, 0, 0, "");
        }
    }

    /** The type of a run, without what makes one. */
    @WorkflowInterface
    public interface BriefRun {
        @WorkflowMethod(name = "MetricGraphRun")
        RunOutcome run(RunInput input);
    }
}
