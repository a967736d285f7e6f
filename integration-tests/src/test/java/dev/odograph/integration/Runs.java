package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.StageTask;
import dev.odograph.contract.TaskQueues;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.StageRecord;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Starts, watches and resets runs, and reads what became of them from the ledger and from Temporal's histories. */
final class Runs {
    private static final Duration PATIENCE = Duration.ofMinutes(9);

    private final Lab lab;

    Runs(Lab lab) {
        this.lab = lab;
    }

    WorkflowStub start(String runId, RunInput input) {
        WorkflowStub stub = client().newUntypedWorkflowStub(
                        "MetricGraphRun",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(runId)
                                .setTaskQueue(TaskQueues.RUNS)
                                .build());
        stub.start(input);
        return stub;
    }

    /** Runs to the end, which must be success. */
    RunOutcome succeed(String runId, RunInput input) {
        start(runId, input);
        return succeeded(runId);
    }

    /** Waits for the end, which must be success. */
    RunOutcome succeeded(String runId) {
        try {
            RunOutcome outcome = result(runId);
            assertThat(outcome.status()).as(outcome.summary()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(lab.ledger.run(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(outcome.missing()).isZero();
            return outcome;
        } catch (WorkflowFailedException e) {
            throw new AssertionError("run " + runId + " failed: " + e.getCause(), e);
        }
    }

    /** Waits for the end, which must be a failure, and returns it. */
    ApplicationFailure failed(String runId) {
        try {
            throw new AssertionError("run " + runId + " ended with " + result(runId));
        } catch (WorkflowFailedException e) {
            assertThat(e.getCause()).isInstanceOf(ApplicationFailure.class);
            return (ApplicationFailure) e.getCause();
        }
    }

    RunOutcome result(String runId) {
        try {
            return client().newUntypedWorkflowStub(runId)
                    .getResult(PATIENCE.toSeconds(), TimeUnit.SECONDS, RunOutcome.class);
        } catch (TimeoutException e) {
            throw new AssertionError("run " + runId + " did not end in " + PATIENCE + ": " + report(runId), e);
        }
    }

    MetricGraphRun handle(String runId) {
        return client().newWorkflowStub(MetricGraphRun.class, runId);
    }

    RunReport report(String runId) {
        return new RunReader(lab.stores.postgres()).show(runId);
    }

    /** All outputs of a run that something became of. */
    List<OutputState> outputs(String runId) {
        return lab.outputs.outputs(runId, -1, Integer.MAX_VALUE);
    }

    List<OutputState> committed(String runId) {
        return outputs(runId).stream()
                .filter(output -> output.status() == OutputStatus.COMMITTED)
                .toList();
    }

    /** Outputs that were executed in a pass or a later one. */
    List<OutputState> executedSince(String runId, int pass) {
        return committed(runId).stream()
                .filter(output -> !output.memoHit() && output.pass() >= pass)
                .toList();
    }

    /** Outputs that the pinned plan wants. */
    long planned(String runId) {
        int partitions = lab.ledger.run(runId).partitions();
        return lab.ledger.stages(runId).stream()
                .mapToLong(stage -> stage.reduce() ? 1 : partitions)
                .sum();
    }

    /** Names of a run's stages by index. */
    List<String> stageNames(String runId) {
        return lab.ledger.stages(runId).stream().map(StageRecord::name).toList();
    }

    WorkflowExecutionHistory history(String runId) {
        return client().fetchHistory(runId);
    }

    /** The stage activities that a history has scheduled. */
    List<StageTask> scheduledStages(WorkflowExecutionHistory history) {
        return events(history, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .filter(scheduled -> List.of("RunStage", "Reduce")
                        .contains(scheduled.getActivityType().getName()))
                .map(scheduled -> DefaultDataConverter.newDefaultInstance()
                        .fromPayloads(0, Optional.of(scheduled.getInput()), StageTask.class, StageTask.class))
                .toList();
    }

    /** Most attempts that any stage activity of a history took. */
    int mostAttempts(WorkflowExecutionHistory history) {
        return events(history, EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
                .mapToInt(event -> event.getActivityTaskStartedEventAttributes().getAttempt())
                .max()
                .orElse(0);
    }

    static Stream<HistoryEvent> events(WorkflowExecutionHistory history, EventType type) {
        return history.getEvents().stream().filter(event -> event.getEventType() == type);
    }

    /** Resets a run as the Temporal UI does, to the end of a workflow task; the new execution has the same id. */
    void reset(String runId, Predicate<HistoryEvent> workflowTask, boolean last) {
        WorkflowExecutionHistory history = history(runId);
        List<HistoryEvent> tasks = events(history, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .filter(workflowTask)
                .toList();
        assertThat(tasks).as("workflow tasks to reset to").isNotEmpty();
        HistoryEvent at = last ? tasks.getLast() : tasks.getFirst();
        client().getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(client().getOptions().getNamespace())
                        .setWorkflowExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(runId)
                                .setRunId(client().newUntypedWorkflowStub(runId)
                                        .describe()
                                        .getExecution()
                                        .getRunId()))
                        .setWorkflowTaskFinishEventId(at.getEventId())
                        .setRequestId(UUID.randomUUID().toString())
                        .setReason("the cause is mended")
                        .build());
    }

    /** The first activity of a run's latest history that failed for good. */
    HistoryEvent firstFailure(String runId) {
        return events(history(runId), EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing failed in run " + runId));
    }

    /** Waits until a run waits for an operator. */
    void parked(String runId) {
        until("run " + runId + " parked", () -> {
            try {
                return handle(runId).retryPlan().execute() > 0;
            } catch (WorkflowQueryException e) {
                // Not begun, or between two executions.
                return false;
            }
        });
    }

    /** Waits until a step of a run, which pauses in it, has made this file; fails with how the run is when it does not. */
    void begun(String runId, Path file) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            Optional<RunRecord> run = lab.ledger.find(runId);
            if (run.filter(there -> there.status().settled()).isPresent() || System.nanoTime() > end) {
                throw new AssertionError("no step of run " + runId + " made " + file + ": "
                        + run.map(there -> report(runId)).orElse(null)
                        + "; its latest events in Temporal are "
                        + history(runId).getEvents().reversed().stream()
                                .limit(6)
                                .map(event -> event.getEventType() + " " + event.getEventId())
                                .toList());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Waits until something is so; fails when it takes too long. */
    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not so after " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private WorkflowClient client() {
        return lab.temporal.client();
    }
}
