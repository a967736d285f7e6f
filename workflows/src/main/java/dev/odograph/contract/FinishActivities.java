package dev.odograph.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Ends a run. Idempotent. Task queue {@code io}. */
@ActivityInterface
public interface FinishActivities {
    /** Waits for the mirror, marks the run SUCCEEDED and moves its channels. */
    @ActivityMethod(name = "Publish")
    RunOutcome publish(String runId);

    /** Marks a run FAILED or CANCELLED and says what is missing. */
    @ActivityMethod(name = "Settle")
    RunOutcome settle(SettleRequest request);

    /**
     * How to settle a run.
     *
     * @param runId the run
     * @param status FAILED or CANCELLED
     * @param code error code; empty where the ledger's failures say it
     * @param message reason; empty where the ledger's failures say it
     */
    record SettleRequest(String runId, RunStatus status, String code, String message) {}
}
