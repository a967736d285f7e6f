package dev.odograph.workflow;

import dev.odograph.contract.FinishActivities.WaiveRequest;
import dev.odograph.contract.Operator;
import dev.odograph.contract.Parked;
import dev.odograph.contract.RetryPlan;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.Waiver;
import dev.odograph.error.ErrorCode;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** What operators ask of a parked run, and the answer that lets it go on. */
final class OperatorDesk {
    /** What an operator decided. */
    enum Decision {
        /** Another traversal over what is missing. */
        GO_ON,
        /** The run ends FAILED. */
        ABORT
    }

    private final String runId;
    private @Nullable Parked parked;
    private @Nullable Decision decision;
    private @Nullable Operator operator;
    private boolean waiving;

    OperatorDesk(String runId) {
        this.runId = runId;
    }

    /** Waits until an operator has decided and was answered. */
    Decision await(Parked why) {
        parked = why;
        Workflow.await(() -> decision != null && Workflow.isEveryHandlerFinished());
        Decision decided = decision == null ? Decision.ABORT : decision;
        parked = null;
        decision = null;
        return decided;
    }

    /** Who decided last; null while nobody has, or where they did not say. */
    @Nullable
    Operator operator() {
        return operator;
    }

    RetryPlan retryPlan() {
        return parked == null ? RetryPlan.none() : parked.plan();
    }

    void validate(String update, RunStatus status, @Nullable String problem) {
        if (parked == null || decision != null || waiving) {
            throw refused("Run \"" + runId + "\" cannot take \"" + update + "\" now: it is "
                    + (parked == null ? status : "going on already") + ", and only a PARKED run waits for one."
                    + (status == RunStatus.RUNNING ? " To stop it, request its cancellation." : ""));
        }
        if (problem != null) {
            throw refused("Update \"" + update + "\" of run \"" + runId + "\": " + problem);
        }
    }

    String retry(@Nullable Operator by) {
        RetryPlan plan = retryPlan();
        operator = by;
        decision = Decision.GO_ON;
        return plan.execute() + " outputs are computed now, " + plan.reuse() + " stay as they are.";
    }

    String waive(Waiver waiver) {
        waiving = true;
        try {
            String summary = ActivityStubs.finish("Waive what failed")
                    .waive(new WaiveRequest(runId, waiver))
                    .summary();
            operator = waiver.asOperator();
            decision = Decision.GO_ON;
            return summary;
        } finally {
            waiving = false;
        }
    }

    String abort(Operator by) {
        operator = by;
        decision = Decision.ABORT;
        return "The run ends as FAILED.";
    }

    private static ApplicationFailure refused(String message) {
        return ApplicationFailure.newNonRetryableFailure(message, ErrorCode.ARGUMENT_INVALID.name());
    }
}
