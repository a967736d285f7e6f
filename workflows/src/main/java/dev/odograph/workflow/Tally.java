package dev.odograph.workflow;

import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunProgress.StageProgress;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** Counts what a pass did, for the progress query and for the Temporal UI. */
final class Tally {
    private final PlannedRun plan;
    private final long[] executed;
    private final long[] failed;
    private long reused;
    private long failedBefore;

    Tally(PlannedRun plan, long failedBefore) {
        this.plan = plan;
        this.executed = new long[plan.stages().size()];
        this.failed = new long[plan.stages().size()];
        this.failedBefore = failedBefore;
    }

    void reused(long outputs) {
        reused += outputs;
        show();
    }

    void executed(int stage, long rows) {
        executed[stage]++;
        show();
    }

    void failed(int stage, String name) {
        if (failed() == 0) {
            Workflow.upsertTypedSearchAttributes(SearchAttributes.FAILED_STEP.valueSet(name));
        }
        failed[stage]++;
        show();
    }

    long failed() {
        return failedBefore + sum(failed);
    }

    RunProgress progress(RunStatus status) {
        List<StageProgress> stages = new ArrayList<>();
        for (int i = 0; i < plan.stages().size(); i++) {
            PlannedRun.StageOutline stage = plan.stages().get(i);
            stages.add(new StageProgress(stage.name(), executed[i], failed[i], stage.reduce() ? 1 : plan.partitions()));
        }
        return new RunProgress(status, plan.pass(), outputs(), reused, sum(executed), failed(), stages);
    }

    long outputs() {
        return plan.stages().stream()
                .mapToLong(stage -> stage.reduce() ? 1 : plan.partitions())
                .sum();
    }

    private void show() {
        Workflow.setCurrentDetails(Words.details(plan, progress(RunStatus.RUNNING)));
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
