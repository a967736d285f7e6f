package dev.odograph.workflow;

import dev.odograph.contract.Counts;
import dev.odograph.contract.MetricGraphRange;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Traverses a range of a run's partitions. Registered as workflow type {@code MetricGraphRange}. */
public final class MetricGraphRangeWorkflowImpl implements MetricGraphRange {
    private @Nullable Tally tally;

    @Override
    public Counts run(RangeTask task) {
        Tally counts = new Tally(task.plan(), null);
        tally = counts;
        new Pass(task.runId(), task.plan(), task.sincePass(), counts, task.limits()).partitions(task.from(), task.to());
        return counts.counts();
    }

    @Override
    public RunProgress progress() {
        return tally == null
                ? new RunProgress(RunStatus.PENDING, 0, 0, 0, 0, 0, List.of())
                : tally.progress(RunStatus.RUNNING);
    }
}
