package dev.odograph.workflow;

import dev.odograph.contract.Counts;
import dev.odograph.contract.MetricGraphRange;
import dev.odograph.contract.MetricGraphRange.RangeTask;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.RunLimits;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A traversal of more partitions than one history holds: a child a range, a few at a time. It stops at a full history of
 * its own, with no child open, and goes on from there in a continued run.
 */
final class RangeFanOut {
    /** Children at once. */
    private static final int CHILDREN = 4;

    /**
     * How much one history takes.
     *
     * @param activities those of one range; a run with no more than these needs no ranges
     * @param ranges those of one execution of the run, which then continues as new
     */
    record Sizes(int activities, int ranges) {
        /** About 6 events an activity and 9 a range. */
        static final Sizes DEFAULT = new Sizes(1_200, 900);
    }

    private final String runId;
    private final PlannedRun plan;
    private final int sincePass;
    private final Tally tally;
    private final int children;
    private final RunLimits limits;
    private final Sizes sizes;
    private int inFlight;
    private @Nullable ChildWorkflowFailure broken;

    RangeFanOut(String runId, PlannedRun plan, int sincePass, Tally tally, RunLimits limits, Sizes sizes) {
        this.runId = runId;
        this.plan = plan;
        this.sincePass = sincePass;
        this.tally = tally;
        this.sizes = sizes;
        int partitions = limits.partitions() == null ? RunLimits.PARTITIONS : limits.partitions();
        int least = limits.steps().values().stream().mapToInt(Integer::intValue).reduce(partitions, Math::min);
        this.children = Math.min(CHILDREN, least);
        Map<String, Integer> steps = new LinkedHashMap<>();
        limits.steps().forEach((step, limit) -> steps.put(step, limit / children));
        this.limits = new RunLimits(partitions / children, steps);
    }

    static boolean isNeeded(PlannedRun plan, Sizes sizes) {
        return plan.outputs() > sizes.activities();
    }

    /** Traverses from a partition on; returns the one to go on from, the plan's number of them at the end. */
    int run(int first) {
        int range = Math.max(1, sizes.activities() / plan.stages().size());
        int from = first;
        try {
            for (int started = 0; from < plan.partitions() && started < sizes.ranges() && broken == null; started++) {
                start(from, Math.min(plan.partitions(), from + range));
                from = Math.min(plan.partitions(), from + range);
                Workflow.await(() -> inFlight < children);
            }
            Workflow.await(() -> inFlight == 0);
        } catch (CanceledFailure cancelled) {
            Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> inFlight == 0))
                    .run();
            throw cancelled;
        }
        if (broken != null) {
            throw broken;
        }
        return from;
    }

    private void start(int from, int to) {
        MetricGraphRange child = Workflow.newChildWorkflowStub(
                MetricGraphRange.class,
                ChildWorkflowOptions.newBuilder()
                        // The time tells the children of a reset run from those that it has left behind.
                        .setWorkflowId(runId + "/pass-" + plan.pass() + "/" + (from + 1) + "-" + to + "/"
                                + Long.toString(Workflow.currentTimeMillis(), Character.MAX_RADIX))
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setPriority(ActivityStubs.priority())
                        .setStaticSummary(Words.range(from, to, plan.partitions()))
                        .build());
        inFlight++;
        Promise<Counts> counts = Async.function(child::run, new RangeTask(runId, plan, sincePass, from, to, limits));
        counts.handle((came, failure) -> {
            if (failure == null) {
                tally.range(came);
            } else if (broken == null
                    && failure instanceof ChildWorkflowFailure child1
                    && !(child1.getCause() instanceof CanceledFailure)) {
                broken = child1;
            }
            inFlight--;
            return came;
        });
    }
}
