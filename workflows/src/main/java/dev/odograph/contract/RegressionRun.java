package dev.odograph.contract;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A gate of continuous integration: workflow type {@code RegressionRun} on task queue {@code odograph}. It runs two sides as
 * children of type {@link MetricGraphRun}, whose ids are the runs' ids, and judges the head by the base. It ends with an
 * outcome whatever that is; it fails only where the judgement itself cannot be made. Cancelling it cancels its runs.
 */
@WorkflowInterface
public interface RegressionRun {
    /** Runs both sides and judges. */
    @WorkflowMethod(name = "RegressionRun")
    RegressionOutcome run(RegressionInput input);

    /** One sentence on where it stands. */
    @QueryMethod(name = "progress")
    String progress();
}
