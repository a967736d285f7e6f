package dev.odograph.workflow;

import dev.odograph.contract.Counts;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunProgress.StageProgress;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what a traversal did, for the progress query and for the Temporal UI. */
final class Tally {
    private final PlannedRun plan;
    private final long[] executed;
    private final long[] failed;
    private long reused;

    Tally(PlannedRun plan, @Nullable Counts before) {
        this.plan = plan;
        this.executed = new long[plan.stages().size()];
        this.failed = new long[plan.stages().size()];
        if (before != null) {
            add(before);
        }
    }

    void reused(long outputs) {
        reused += outputs;
        show();
    }

    void executed(int stage) {
        executed[stage]++;
        show();
    }

    void failed(int stage) {
        name(stage);
        failed[stage]++;
        show();
    }

    /** Adds what a range came to. */
    void range(Counts counts) {
        for (int stage = 0; stage < failed.length; stage++) {
            if (counts.failed().get(stage) > 0) {
                name(stage);
            }
        }
        add(counts);
        show();
    }

    Counts counts() {
        return new Counts(reused, list(executed), list(failed));
    }

    long failed() {
        return Arrays.stream(failed).sum();
    }

    RunProgress progress(RunStatus status) {
        List<StageProgress> stages = new ArrayList<>();
        for (int i = 0; i < plan.stages().size(); i++) {
            PlannedRun.StageOutline stage = plan.stages().get(i);
            stages.add(new StageProgress(stage.name(), executed[i], failed[i], stage.reduce() ? 1 : plan.partitions()));
        }
        return new RunProgress(
                status,
                plan.pass(),
                plan.outputs(),
                reused,
                Arrays.stream(executed).sum(),
                failed(),
                stages);
    }

    private void add(Counts counts) {
        reused += counts.reused();
        for (int stage = 0; stage < executed.length; stage++) {
            executed[stage] += counts.executed().get(stage);
            failed[stage] += counts.failed().get(stage);
        }
    }

    /** The search attribute names the stage that failed first. */
    private void name(int stage) {
        if (failed() == 0) {
            Workflow.upsertTypedSearchAttributes(SearchAttributes.FAILED_STEP.valueSet(
                    plan.stages().get(stage).name()));
        }
    }

    private void show() {
        Workflow.setCurrentDetails(Words.details(plan, progress(RunStatus.RUNNING)));
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}
