package dev.odograph.workflow;

import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.PlannedRun.StageOutline;
import dev.odograph.contract.Remaining;
import dev.odograph.contract.RemainingRequest;
import dev.odograph.contract.RunLimits;
import dev.odograph.contract.StageTask;
import dev.odograph.plan.Partition;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * One traversal of what is missing in partitions of a run. Partitions go through their stages independently; a failed
 * stage leaves out what reads it and nothing else. Cancelled, it waits for what is under way.
 */
final class Pass {
    /** Partitions that one memo check looks at. */
    static final int RANGE = 500;

    private final String runId;
    private final PlannedRun plan;
    private final int sincePass;
    private final Tally tally;
    private final StepLimits limits;
    private final int window;
    private int inFlight;

    Pass(String runId, PlannedRun plan, int sincePass, Tally tally, RunLimits limits) {
        this.runId = runId;
        this.plan = plan;
        this.sincePass = sincePass;
        this.tally = tally;
        this.limits = new StepLimits(plan, limits);
        this.window = limits.partitions() == null ? RunLimits.PARTITIONS : limits.partitions();
    }

    /** Executes what partitions from {@code from} up to and without {@code to} lack. */
    void partitions(int from, int to) {
        try {
            for (int start = from; start < to; start += RANGE) {
                Remaining remaining = remaining(start, Math.min(to, start + RANGE));
                for (int partition = remaining.from(); partition < remaining.to(); partition++) {
                    Workflow.await(() -> inFlight < window);
                    start(remaining, partition);
                }
            }
            Workflow.await(() -> inFlight == 0);
        } catch (CanceledFailure cancelled) {
            drain();
            throw cancelled;
        }
    }

    /** Executes the reduces that are missing, once nothing failed before them. */
    void reduces() {
        if (tally.failed() > 0 || plan.stages().stream().noneMatch(StageOutline::reduce)) {
            return;
        }
        try {
            start(remaining(Partition.ALL, 0), Partition.ALL);
            Workflow.await(() -> inFlight == 0);
        } catch (CanceledFailure cancelled) {
            drain();
            throw cancelled;
        }
    }

    private void drain() {
        Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> inFlight == 0))
                .run();
    }

    private Remaining remaining(int from, int to) {
        String what = from == Partition.ALL
                ? "What of the reduces is there already?"
                : "What of partitions " + (from + 1) + " to " + to + " is there already?";
        Remaining remaining =
                ActivityStubs.plan(what).findRemaining(new RemainingRequest(runId, plan.pass(), sincePass, from, to));
        tally.reused(remaining.reused());
        return remaining;
    }

    /** Starts what a partition lacks, each stage as soon as what it reads is there. */
    private void start(Remaining remaining, int partition) {
        List<Promise<Boolean>> done = new ArrayList<>();
        List<Promise<Boolean>> started = new ArrayList<>();
        for (int stage = 0; stage < plan.stages().size(); stage++) {
            StageOutline outline = plan.stages().get(stage);
            boolean mine = outline.reduce() == (partition == Partition.ALL);
            if (!mine || !remaining.contains(stage, partition)) {
                done.add(Workflow.newPromise(true));
                continue;
            }
            List<Promise<Boolean>> inputs =
                    outline.inputs().stream().map(done::get).toList();
            int index = stage;
            Promise<Boolean> result = Async.function(() -> execute(inputs, index, partition));
            done.add(result);
            started.add(result);
        }
        if (!started.isEmpty()) {
            inFlight++;
            Promise.allOf(started).handle((nothing, failure) -> {
                inFlight--;
                return nothing;
            });
        }
    }

    /** False where the stage did not come to its end; never throws, so that what is under way can be awaited. */
    private boolean execute(List<Promise<Boolean>> inputs, int stage, int partition) {
        for (Promise<Boolean> input : inputs) {
            if (!input.get()) {
                return false;
            }
        }
        StageOutline outline = plan.stages().get(stage);
        try {
            limits.enter(stage);
            try {
                StageTask task = new StageTask(runId, plan.pass(), stage, partition);
                if (partition == Partition.ALL) {
                    ActivityStubs.stage(Words.reduce(outline)).reduce(task);
                } else {
                    ActivityStubs.stage(Words.stage(outline, partition, plan.partitions()))
                            .runStage(task);
                }
            } finally {
                limits.leave(stage);
            }
            tally.executed(stage);
            return true;
        } catch (CanceledFailure cancelled) {
            return false;
        } catch (ActivityFailure failure) {
            if (!(failure.getCause() instanceof CanceledFailure)) {
                tally.failed(stage);
            }
            return false;
        }
    }
}
