package dev.odograph.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.contract.TaskQueues;
import dev.odograph.workflow.ArrivalWatchWorkflowImpl;
import dev.odograph.workflow.MetricGraphRangeWorkflowImpl;
import dev.odograph.workflow.MetricGraphRunWorkflowImpl;
import dev.odograph.workflow.RegressionRunWorkflowImpl;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Recorded histories, as gzipped JSON. {@link HistoryIT} writes them to {@code target/histories}; those that are checked
 * in under {@code src/test/resources/histories} stand for runs that were under way when a worker was replaced by a newer
 * one, so they are added to, not replaced.
 */
final class Histories {
    private static final Path RECORDED = Path.of("target", "histories");

    private Histories() {}

    static void record(String name, WorkflowExecutionHistory history) {
        try {
            Files.createDirectories(RECORDED);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(RECORDED.resolve(name + ".json.gz")))) {
                out.write(history.toJson(false).getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails where the workflows' code of today would decide other than it did in this history. */
    static void replay(WorkflowExecutionHistory history) throws Exception {
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
            // As a worker has it: on a busy machine the first task takes over the second that is the default.
            Worker worker = environment.newWorker(
                    TaskQueues.RUNS,
                    WorkerOptions.newBuilder()
                            .setDefaultDeadlockDetectionTimeout(10_000)
                            .build());
            worker.registerWorkflowImplementationTypes(
                    MetricGraphRunWorkflowImpl.class,
                    MetricGraphRangeWorkflowImpl.class,
                    RegressionRunWorkflowImpl.class,
                    ArrivalWatchWorkflowImpl.class);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }
    }

    static WorkflowExecutionHistory load(String name) {
        try (InputStream in = Histories.class.getResourceAsStream("/histories/" + name + ".json.gz")) {
            if (in == null) {
                throw new IllegalArgumentException("no recorded history " + name);
            }
            return WorkflowExecutionHistory.fromJson(new String(new GZIPInputStream(in).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
