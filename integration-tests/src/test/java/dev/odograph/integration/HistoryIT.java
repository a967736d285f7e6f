package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.StageTask;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.host.bundle.Bundle;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories stay small whatever the number of partitions, and the workflow's code can replay them. */
class HistoryIT {
    private static final int PARTITIONS = 300;
    private static final int MOST_EVENTS = 10_000;
    private static final long MOST_BYTES = 10_000_000;

    /** Five stages for each partition, of which one stores: much to orchestrate and little to compute. */
    private static final String GRAPH = """
            import static dev.odograph.graph.SqlText.sql;

            import dev.odograph.graph.*;

            public final class Fan implements GraphDefinition {
                public record Row(@Key String segmentId, @Key @Unit("ms") long tMs) {}

                @Override
                public void define(Graph g) {
                    Table<Row> samples = g.source("samples", Row.class);
                    Table<Row> a = g.sql("a", Row.class, sql("SELECT segment_id, t_ms FROM samples"), samples);
                    Table<Row> b = g.sql("b", Row.class, sql("SELECT segment_id, t_ms + 1 AS t_ms FROM samples"), samples);
                    Table<Row> c = g.sql("c", Row.class, sql("SELECT segment_id, t_ms + 2 AS t_ms FROM samples"), samples);
                    String all = "SELECT segment_id, t_ms FROM (FROM a UNION ALL FROM b UNION ALL FROM c)";
                    Table<Row> fan = g.sql("fan", Row.class, sql(all), a, b, c);
                    g.metric("fan", "1.0", fan);
                }
            }
            """;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @Test
    void aRunOfManyPartitionsHasAChildARangeAndExecutesEachOutputOnce() throws Exception {
        lab.change("many", ImportAction.IMPORT, recordings());
        Bundle bundle = lab.bundles.author("Fan", GRAPH, List.of());

        lab.runs.succeed("many", new RunInput("fan", null, bundle.digest(), "many", Map.of(), Purpose.ADHOC, null, 1L));

        WorkflowExecutionHistory root = lab.runs.history("many");
        assertThat(lab.runs.scheduledStages(root))
                .as("stages are the ranges' work")
                .isEmpty();
        assertFits(root);
        List<WorkflowExecutionHistory> ranges = ranges(root);
        assertThat(ranges).hasSizeGreaterThan(1);
        List<StageTask> scheduled = new ArrayList<>();
        for (WorkflowExecutionHistory range : ranges) {
            assertFits(range);
            scheduled.addAll(lab.runs.scheduledStages(range));
        }
        assertThat(scheduled.stream().map(task -> task.stage() + "/" + task.partition()))
                .doesNotHaveDuplicates()
                .hasSize(5 * PARTITIONS);
        assertThat(lab.runs.executedSince("many", 1)).hasSize(5 * PARTITIONS);
        assertThat(lab.results.seen("many").get("fan").rows()).isEqualTo(3 * PARTITIONS);
        Histories.record("fanned-out", root);
        Histories.record("range", ranges.getFirst());
    }

    @Test
    void aParkedRunReplaysBeforeAndAfterItsRetry() throws Exception {
        Dataset dataset = lab.simulated("replayed_parked", 2, 84);
        Path file = lab.file(dataset, lab.segments(dataset).getFirst());
        Path away = Files.move(file, directory.resolve("parked.parquet"));
        lab.runs.start(
                "replayed-parked",
                Lab.input(lab.bundles.examples().digest(), "replayed_parked", Purpose.PRODUCTION, 1));
        lab.runs.parked("replayed-parked");
        Files.move(away, file);
        lab.runs.handle("replayed-parked").retry(null);
        lab.runs.succeeded("replayed-parked");

        List<WorkflowExecutionHistory> chain = chain("replayed-parked");

        assertThat(chain).hasSize(2);
        for (WorkflowExecutionHistory history : chain) {
            Histories.replay(history);
        }
        Histories.record("parked-first", chain.getFirst());
        Histories.record("parked-last", chain.getLast());
    }

    @Test
    void plainFailedAndResetRunsReplay() throws Exception {
        lab.simulated("replayed", 2, 82);
        lab.runs.succeed("replayed", lab.input("replayed"));
        WorkflowExecutionHistory plain = lab.runs.history("replayed");
        Dataset dataset = lab.simulated("replayed_reset", 2, 83);
        Path file = lab.file(dataset, lab.segments(dataset).getFirst());
        Path away = Files.move(file, directory.resolve("away.parquet"));
        lab.runs.start("replayed-reset", lab.input("replayed_reset"));
        lab.runs.failed("replayed-reset");
        WorkflowExecutionHistory failed = lab.runs.history("replayed-reset");
        Files.move(away, file);
        lab.runs.reset("replayed-reset", task -> true, true);
        lab.runs.succeeded("replayed-reset");
        WorkflowExecutionHistory reset = lab.runs.history("replayed-reset");

        for (WorkflowExecutionHistory history : List.of(plain, failed, reset)) {
            Histories.replay(history);
        }
        assertThat(lab.runs.scheduledStages(reset).size())
                .isGreaterThan(lab.runs.scheduledStages(failed).size());
        Histories.record("plain", plain);
        Histories.record("failed", failed);
        Histories.record("reset", reset);
    }

    /** Recordings of one row. */
    private Path recordings() throws SQLException {
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            for (int i = 0; i < PARTITIONS; i++) {
                statement.execute("COPY (SELECT 'drive-" + i + "' AS segment_id, 0::BIGINT AS t_ms) TO '"
                        + directory.resolve("drive-" + i + ".parquet") + "' (FORMAT parquet)");
            }
        }
        return directory;
    }

    private void assertFits(WorkflowExecutionHistory history) throws Exception {
        long bytes = history.getEvents().stream()
                .mapToLong(HistoryEvent::getSerializedSize)
                .sum();
        System.out.printf(
                Locale.ROOT,
                "HistoryIT: execution with %d events, %.2f MB%n",
                history.getEvents().size(),
                bytes / 1e6);
        assertThat(history.getEvents()).hasSizeLessThan(MOST_EVENTS);
        assertThat(bytes).isLessThan(MOST_BYTES);
        Histories.replay(history);
    }

    private List<WorkflowExecutionHistory> ranges(WorkflowExecutionHistory root) {
        return Runs.events(root, EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED)
                .map(event -> event.getChildWorkflowExecutionStartedEventAttributes()
                        .getWorkflowExecution()
                        .getWorkflowId())
                .map(lab.runs::history)
                .toList();
    }

    /** The histories of all executions of a run, the first one first. */
    private List<WorkflowExecutionHistory> chain(String runId) {
        List<WorkflowExecutionHistory> chain = new ArrayList<>();
        String temporalRunId = "";
        do {
            WorkflowExecutionHistory history = lab.temporal.client().fetchHistory(runId, temporalRunId);
            chain.addFirst(history);
            temporalRunId = history.getEvents()
                    .getFirst()
                    .getWorkflowExecutionStartedEventAttributes()
                    .getContinuedExecutionRunId();
        } while (!temporalRunId.isEmpty());
        return chain;
    }
}
