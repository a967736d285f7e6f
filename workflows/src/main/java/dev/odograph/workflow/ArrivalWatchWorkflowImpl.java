package dev.odograph.workflow;

import dev.odograph.contract.ArrivalActivities.Arrival;
import dev.odograph.contract.ArrivalInput;
import dev.odograph.contract.ArrivalWatch;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.SearchAttributes;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;

/** Runs what arrived. Registered as workflow type {@code ArrivalWatch}. */
public final class ArrivalWatchWorkflowImpl implements ArrivalWatch {
    @Override
    public String run(ArrivalInput input) {
        Workflow.upsertTypedSearchAttributes(
                SearchAttributes.GRAPH.valueSet(input.run().graph()),
                SearchAttributes.DATASET.valueSet(input.run().dataset()));
        Arrival arrival = ActivityStubs.arrivals(
                        "Is there a version of " + input.run().dataset() + " to run?")
                .look(input);
        Workflow.setCurrentDetails(arrival.words());
        if (arrival.runId() == null || arrival.dataset() == null) {
            return arrival.words();
        }
        MetricGraphRun run = Workflow.newChildWorkflowStub(
                MetricGraphRun.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(arrival.runId())
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .setStaticSummary(input.run().graph() + " on " + arrival.dataset())
                        .build());
        RunInput asked = input.run();
        try {
            return arrival.words() + ". "
                    + run.run(
                                    new RunInput(
                                            asked.graph(),
                                            asked.version(),
                                            asked.bundle(),
                                            arrival.dataset(),
                                            asked.parameters(),
                                            asked.purpose(),
                                            asked.failurePolicy(),
                                            asked.targetRows(),
                                            asked.limits(),
                                            asked.sample()),
                                    null)
                            .summary();
        } catch (ChildWorkflowFailure failed) {
            // The run itself tells of its end; the next version is another look's.
            return arrival.words() + ". It did not succeed: " + failed.getCause();
        }
    }
}
