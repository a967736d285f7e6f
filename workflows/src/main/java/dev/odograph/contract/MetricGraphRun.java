package dev.odograph.contract;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * A run of a metric graph on a dataset: workflow type {@code MetricGraphRun}. Its workflow id is the run's id. Fails with
 * an application failure whose type is an error code of {@code dev.odograph.error.ErrorCode}.
 *
 * <p>The updates mend a run that is PARKED; of any other they are refused with the reason.
 */
@WorkflowInterface
public interface MetricGraphRun {
    /**
     * Runs until everything planned is committed or waived, or nothing more can be done.
     *
     * @param input what to run
     * @param continued set by the workflow itself when it continues as new; null when a run is started
     */
    @WorkflowMethod(name = "MetricGraphRun")
    RunOutcome run(RunInput input, @Nullable Continued continued);

    /** Where the run stands. */
    @QueryMethod(name = "progress")
    RunProgress progress();

    /** What a retry of a parked run would execute and what it would reuse; nothing to execute while it is not parked. */
    @QueryMethod(name = "retryPlan")
    RetryPlan retryPlan();

    /**
     * Computes again what is missing.
     *
     * @param operator who asks and why; may be left out
     * @return one sentence on what happens now
     */
    @UpdateMethod(name = "retry")
    String retry(@Nullable Operator operator);

    @UpdateValidatorMethod(updateName = "retry")
    void validateRetry(@Nullable Operator operator);

    /**
     * Does without segments, and computes what is missing of the others.
     *
     * @return one sentence on what was waived
     */
    @UpdateMethod(name = "waive")
    String waive(Waiver waiver);

    @UpdateValidatorMethod(updateName = "waive")
    void validateWaive(Waiver waiver);

    /** Ends the run FAILED. */
    @UpdateMethod(name = "abort")
    String abort(Operator operator);

    @UpdateValidatorMethod(updateName = "abort")
    void validateAbort(Operator operator);

    /**
     * What a run hands on when it continues as new.
     *
     * @param sincePass first pass of this traversal; 0 for a new traversal
     * @param from partition at which the traversal goes on
     * @param counts what it came to so far; null for nothing
     * @param parked why the run waits for an operator; null where it does not
     */
    record Continued(
            int sincePass,
            int from,
            @Nullable Counts counts,
            @Nullable Parked parked) {
        /** A new traversal over all that is missing. */
        public static Continued afresh() {
            return new Continued(0, 0, null, null);
        }

        /** A run that waits for an operator. */
        public static Continued parked(Parked parked) {
            return new Continued(0, 0, null, parked);
        }
    }
}
