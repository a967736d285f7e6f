package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Supplier;

/** A run that is not in the ledger, since it was not planned: what Temporal knows of it. */
public final class UnplannedRun {
    private UnplannedRun() {}

    /**
     * Where planning stands.
     *
     * @return a sentence on a run that is being planned; none where Temporal does not know it either
     * @throws OdographException of the code for which planning was given up, or RUN_TERMINATED
     */
    public static Optional<String> explain(WorkflowClient client, String runId) {
        if (runId.isEmpty()) {
            return Optional.empty();
        }
        WorkflowStub run = client.newUntypedWorkflowStub(runId);
        WorkflowExecutionDescription description;
        try {
            description = run.describe();
        } catch (WorkflowNotFoundException unknown) {
            return Optional.empty();
        }
        return switch (description.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING -> Optional.of(planning(client, runId, description));
            case WORKFLOW_EXECUTION_STATUS_FAILED -> throw failure(runId, run);
            case WORKFLOW_EXECUTION_STATUS_CANCELED ->
                throw new OdographException(
                        ErrorCode.RUN_CANCELLED,
                        "Run \"" + runId + "\" was cancelled before it was planned: start it again under the same id");
            default -> throw ended(runId, description.getStatus().name());
        };
    }

    private static String planning(WorkflowClient client, String runId, WorkflowExecutionDescription description) {
        for (PendingActivityInfo activity : description.getRawDescription().getPendingActivitiesList()) {
            if (activity.hasLastFailure()) {
                return "Run " + runId + " is being planned; attempt " + activity.getAttempt() + " comes after "
                        + Executions.words(client, activity.getLastFailure());
            }
        }
        return "Run " + runId + " waits to be planned. Where that takes long, see whether a worker runs:"
                + " ./odograph status";
    }

    private static OdographException failure(String runId, WorkflowStub run) {
        try {
            run.getResult(Void.class);
        } catch (WorkflowFailedException failed) {
            return failure(runId, failed);
        }
        return ended(runId, "FAILED");
    }

    /**
     * A run as the ledger has it, else as it is explained. Where that fails the ledger is asked again: a quick run may be
     * planned and over since the first look.
     *
     * @param planned what the ledger has
     * @param unplanned what is known of a run that the ledger has not
     */
    public static <T> T orElse(Supplier<Optional<T>> planned, Supplier<T> unplanned) {
        return planned.get().orElseGet(() -> {
            try {
                return unplanned.get();
            } catch (OdographException e) {
                return planned.get().orElseThrow(() -> e);
            }
        });
    }

    /** The error of a workflow that failed before its run was planned. */
    public static OdographException failure(String runId, WorkflowFailedException failed) {
        if (failed.getCause() instanceof ApplicationFailure cause
                && !cause.getType().equals(ErrorCode.RUN_INCOMPLETE.name())) {
            return new OdographException(
                    code(cause.getType()),
                    cause.getOriginalMessage() + ". Run \"" + runId
                            + "\" was not planned: once that is mended, start it" + " again under the same id",
                    failed);
        }
        return ended(runId, String.valueOf(failed.getMessage()));
    }

    private static OdographException ended(String runId, String how) {
        return new OdographException(
                ErrorCode.RUN_TERMINATED,
                "Run \"" + runId + "\" ended before it was planned (" + how + "): start it again under the same id");
    }

    /** The code of that name; INTERNAL_ERROR where there is none. */
    public static ErrorCode code(String type) {
        try {
            return ErrorCode.valueOf(type);
        } catch (IllegalArgumentException e) {
            return ErrorCode.INTERNAL_ERROR;
        }
    }
}
