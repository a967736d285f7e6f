package dev.odograph.contract;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * A run of a metric graph on a dataset: workflow type {@code MetricGraphRun}. Its workflow id is the run's id. Fails with
 * an application failure whose type is an error code of {@code dev.odograph.error.ErrorCode}.
 */
@WorkflowInterface
public interface MetricGraphRun {
    /**
     * Runs until everything planned is committed, or nothing more can be done.
     *
     * @param input what to run
     * @param continued set by the workflow itself when it continues as new; null when a run is started
     */
    @WorkflowMethod(name = "MetricGraphRun")
    RunOutcome run(RunInput input, @Nullable Continued continued);

    /** Where the run stands. */
    @QueryMethod(name = "progress")
    RunProgress progress();

    /**
     * What a run hands on when it continues as new.
     *
     * @param sincePass first pass of this traversal
     * @param failed outputs that failed in it so far
     */
    record Continued(int sincePass, long failed) {}
}
