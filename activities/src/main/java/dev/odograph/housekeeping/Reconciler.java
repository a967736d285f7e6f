package dev.odograph.housekeeping;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.OpenRuns;
import dev.odograph.store.lineage.OpenRuns.OpenRun;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Settles runs that the ledger counts as under way and whose workflow has ended without saying so: terminated, timed out,
 * deleted, or gone with its server. So no one awaits them for ever. A run whose workflow is open, slow or waiting as it
 * may be, is left alone, also where a Reset or a new start has opened it again. Thread-safe; several may work at once.
 */
public final class Reconciler {
    private static final String AGAIN = " What it committed is kept. Retry it: Reset it in the Temporal UI, or start it"
            + " again under the same id (\"Start Workflow Like This One\", or ./odograph run with --run-id)";

    private final OpenRuns runs;
    private final WorkflowClient client;
    private final Duration grace;

    /**
     * A reconciler of that ledger with that Temporal.
     *
     * @param grace how long a workflow must have been closed, or absent since its last pass began, before its run is
     *     settled
     */
    public Reconciler(OpenRuns runs, WorkflowClient client, Duration grace) {
        this.runs = runs;
        this.client = client;
        this.grace = grace;
    }

    /**
     * Settles every run whose workflow is gone.
     *
     * @return how many
     * @throws OdographException TEMPORAL_UNAVAILABLE, POSTGRES_UNAVAILABLE
     */
    public int reconcile() {
        int settled = 0;
        for (OpenRun run : runs.list(grace)) {
            settled += settle(run) ? 1 : 0;
        }
        return settled;
    }

    /**
     * Settles one run, if its workflow is gone.
     *
     * @return whether this call settled it
     */
    public boolean reconcile(String runId) {
        Optional<OpenRun> open = runs.find(runId);
        return open.isPresent() && settle(open.get());
    }

    private boolean settle(OpenRun run) {
        Optional<WorkflowExecutionInfo> found = describe(run.runId());
        if (found.isEmpty()) {
            return settle(
                    run,
                    RunStatus.FAILED,
                    ErrorCode.RUN_TERMINATED,
                    "Run \"" + run.runId() + "\" is gone from Temporal: its workflow was deleted there, or the server"
                            + " lost it." + AGAIN);
        }
        WorkflowExecutionInfo workflow = found.get();
        if (!workflow.hasCloseTime() || instant(workflow).plus(grace).isAfter(Instant.now())) {
            return false;
        }
        return switch (workflow.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW -> false;
            case WORKFLOW_EXECUTION_STATUS_CANCELED ->
                settle(
                        run,
                        RunStatus.CANCELLED,
                        ErrorCode.RUN_CANCELLED,
                        "Run \"" + run.runId() + "\" was cancelled." + AGAIN);
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
                settle(
                        run,
                        RunStatus.FAILED,
                        ErrorCode.RUN_TERMINATED,
                        "Run \"" + run.runId() + "\": its workflow ran into its time limit in Temporal." + AGAIN);
            default ->
                settle(
                        run,
                        RunStatus.FAILED,
                        ErrorCode.RUN_TERMINATED,
                        "Run \"" + run.runId() + "\" " + how(workflow) + AGAIN);
        };
    }

    private boolean settle(OpenRun run, RunStatus status, ErrorCode code, String message) {
        return runs.settle(run, status, code.name(), message);
    }

    private Optional<WorkflowExecutionInfo> describe(String runId) {
        try {
            return Optional.of(client.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(runId))
                            .build())
                    .getWorkflowExecutionInfo());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw unavailable(runId, e);
        }
    }

    /** How a workflow ended that told the ledger nothing. */
    private String how(WorkflowExecutionInfo workflow) {
        String runId = workflow.getExecution().getWorkflowId();
        try {
            HistoryEvent last = client.getWorkflowServiceStubs()
                    .blockingStub()
                    .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(workflow.getExecution())
                            .setHistoryEventFilterType(HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT)
                            .build())
                    .getHistory()
                    .getEventsList()
                    .getLast();
            if (last.hasWorkflowExecutionTerminatedEventAttributes()) {
                var terminated = last.getWorkflowExecutionTerminatedEventAttributes();
                return "was terminated in Temporal by " + terminated.getIdentity()
                        + (terminated.getReason().isEmpty() ? "" : " (" + terminated.getReason() + ")") + ".";
            }
            if (last.hasWorkflowExecutionFailedEventAttributes()) {
                return "failed in Temporal and could not say so: "
                        + client.getOptions()
                                .getDataConverter()
                                .failureToException(last.getWorkflowExecutionFailedEventAttributes()
                                        .getFailure())
                                .getMessage()
                        + ".";
            }
            return "ended in Temporal without a result.";
        } catch (StatusRuntimeException e) {
            throw unavailable(runId, e);
        }
    }

    private static Instant instant(WorkflowExecutionInfo workflow) {
        return Instant.ofEpochSecond(
                workflow.getCloseTime().getSeconds(), workflow.getCloseTime().getNanos());
    }

    private static OdographException unavailable(String runId, StatusRuntimeException e) {
        return new OdographException(
                ErrorCode.TEMPORAL_UNAVAILABLE,
                "Temporal did not say how run \"" + runId + "\" stands: " + e.getMessage() + ". See ./odograph status",
                e);
    }
}
