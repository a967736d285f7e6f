package dev.odograph.query;

import com.google.protobuf.Timestamp;
import dev.odograph.contract.StageTask;
import dev.odograph.query.AtWork.Task;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.PendingChildExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks Temporal what is under way in a run. Gives up soon: a page must not wait for it. Thread-safe. */
public final class Executions {
    private static final long PATIENCE_MILLIS = 900;
    private static final int RANGES = 4;
    private static final Set<String> STAGES = Set.of("RunStage", "Reduce");

    private final WorkflowClient client;

    public Executions(WorkflowClient client) {
        this.client = client;
    }

    /** What is under way in a run. */
    public AtWork atWork(String runId) {
        try {
            DescribeWorkflowExecutionResponse root = describe(runId);
            List<Task> tasks = new ArrayList<>(tasks(root));
            // A large run works in children over ranges: some of them stand for all.
            List<PendingChildExecutionInfo> ranges = root.getPendingChildrenList();
            for (PendingChildExecutionInfo range : ranges.subList(0, Math.min(RANGES, ranges.size()))) {
                tasks.addAll(tasks(describe(range.getWorkflowId())));
            }
            return new AtWork(
                    true,
                    root.getWorkflowExecutionInfo().getExecution().getRunId(),
                    tasks.subList(0, Math.min(AtWork.MOST, tasks.size())),
                    Math.max(0, tasks.size() - AtWork.MOST),
                    ranges.size());
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.NOT_FOUND
                    ? AtWork.NOTHING
                    : new AtWork(false, null, List.of(), 0, 0);
        }
    }

    /**
     * An event of a history.
     *
     * @param temporalRunId the execution whose history it is in
     * @param id its number
     */
    public record Event(String temporalRunId, long id) {}

    /**
     * The newest activity of the run's last execution that worked on an output; empty where that history has none, as that
     * of a run that worked in ranges.
     */
    public Optional<Event> event(String runId, int stage, int partition) {
        try {
            String temporalRunId =
                    describe(runId).getWorkflowExecutionInfo().getExecution().getRunId();
            WorkflowExecutionHistory history = client.fetchHistory(runId, temporalRunId);
            return history.getEvents().reversed().stream()
                    .filter(event -> event.hasActivityTaskScheduledEventAttributes()
                            && isOf(event.getActivityTaskScheduledEventAttributes(), stage, partition))
                    .findFirst()
                    .map(event -> new Event(temporalRunId, event.getEventId()));
        } catch (StatusRuntimeException unknown) {
            return Optional.empty();
        }
    }

    private boolean isOf(ActivityTaskScheduledEventAttributes scheduled, int stage, int partition) {
        if (!STAGES.contains(scheduled.getActivityType().getName())) {
            return false;
        }
        StageTask task = client.getOptions()
                .getDataConverter()
                .fromPayloads(0, Optional.of(scheduled.getInput()), StageTask.class, StageTask.class);
        return task != null && task.stage() == stage && task.partition() == partition;
    }

    private DescribeWorkflowExecutionResponse describe(String workflowId) {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .build());
    }

    private List<Task> tasks(DescribeWorkflowExecutionResponse described) {
        return described.getPendingActivitiesList().stream().map(this::task).toList();
    }

    private Task task(PendingActivityInfo activity) {
        boolean started = activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;
        String type = activity.getActivityType().getName();
        Optional<String> beat = started && STAGES.contains(type) ? beat(activity) : Optional.empty();
        return new Task(
                beat.orElse(type),
                beat.filter(text -> text.contains(": "))
                        .map(text -> text.substring(0, text.indexOf(": ")))
                        .orElse(null),
                started,
                activity.getAttempt(),
                started
                        ? instant(activity.hasLastStartedTime() ? activity.getLastStartedTime() : null)
                        : instant(activity.hasScheduledTime() ? activity.getScheduledTime() : null),
                activity.hasLastFailure() ? words(client, activity.getLastFailure()) : null);
    }

    /** A failure's type and message, which may be encrypted. */
    static String words(WorkflowClient client, Failure failure) {
        RuntimeException error = client.getOptions().getDataConverter().failureToException(failure);
        return error instanceof ApplicationFailure known
                ? known.getType() + ": " + known.getOriginalMessage()
                : String.valueOf(error.getMessage());
    }

    private Optional<String> beat(PendingActivityInfo activity) {
        if (!activity.hasHeartbeatDetails()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(client.getOptions()
                    .getDataConverter()
                    .fromPayloads(0, Optional.of(activity.getHeartbeatDetails()), String.class, String.class));
        } catch (DataConverterException foreign) {
            return Optional.empty();
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
