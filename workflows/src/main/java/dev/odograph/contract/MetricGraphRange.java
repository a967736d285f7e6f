package dev.odograph.contract;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The partitions of a range of a run, as a child of {@link MetricGraphRun}: workflow type {@code MetricGraphRange}. A
 * range is small enough for one history. It ends by itself when the run has begun another pass.
 */
@WorkflowInterface
public interface MetricGraphRange {
    /** Executes what the range lacks; outputs that fail are counted, not thrown. */
    @WorkflowMethod(name = "MetricGraphRange")
    Counts run(RangeTask task);

    /** Where the range stands. */
    @QueryMethod(name = "progress")
    RunProgress progress();

    /**
     * A range of partitions.
     *
     * @param runId the run
     * @param plan its pinned plan
     * @param sincePass first pass of the traversal
     * @param from first partition
     * @param to one past the last partition
     * @param limits what this range may have under way at once
     */
    record RangeTask(String runId, PlannedRun plan, int sincePass, int from, int to, RunLimits limits) {}
}
