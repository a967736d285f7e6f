package dev.odograph.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Ends runs, or decides how they go on. Idempotent. Task queue {@code io}. */
@ActivityInterface
public interface FinishActivities {
    /** Waits for the mirror, marks the run SUCCEEDED and moves its channels. */
    @ActivityMethod(name = "Publish")
    RunOutcome publish(String runId);

    /** Marks a run FAILED or CANCELLED and says what is missing. */
    @ActivityMethod(name = "Settle")
    RunOutcome settle(SettleRequest request);

    /** Marks a run PARKED and says what is missing and what a retry would do; the request's status is PARKED. */
    @ActivityMethod(name = "Park")
    Parked park(SettleRequest request);

    /** Waives the segments that failed, where each failure is of one segment and the graph's budget allows them all. */
    @ActivityMethod(name = "Quarantine")
    Waived quarantine(String runId);

    /** Waives segments by an operator's decision. */
    @ActivityMethod(name = "Waive")
    Waived waive(WaiveRequest request);

    /**
     * How to settle a run.
     *
     * @param runId the run
     * @param status FAILED, CANCELLED or PARKED
     * @param code error code; empty where the ledger's failures say it
     * @param message reason; empty where the ledger's failures say it
     */
    record SettleRequest(String runId, RunStatus status, String code, String message) {}

    /**
     * What to waive.
     *
     * @param runId the run
     * @param waiver which segments, by whom and why
     */
    record WaiveRequest(String runId, Waiver waiver) {}

    /**
     * What was waived.
     *
     * @param segments number of segments
     * @param summary one sentence for people
     */
    record Waived(int segments, String summary) {}
}
