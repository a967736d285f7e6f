package dev.odograph.workflow;

import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.PlannedRun.StageOutline;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.Remaining;
import dev.odograph.contract.RemainingRequest;
import dev.odograph.contract.StageReport;
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
 * One traversal of what is missing in a run. Partitions go through their stages independently; a failed stage leaves out
 * what reads it and nothing else. Reduces follow when every partition is through.
 */
final class Pass {
    /** Partitions that one memo check looks at. */
    static final int RANGE = 500;
    /** Partitions in flight at once; more only lengthens queues. */
    private static final int WINDOW = 32;
    /** Activities after which the history is long enough: about 6 events each. */
    private static final int ACTIVITIES = 1_200;

    private final String runId;
    private final Purpose purpose;
    private final PlannedRun plan;
    private final int sincePass;
    private final Tally tally;
    private int activities;
    private int inFlight;

    Pass(String runId, Purpose purpose, PlannedRun plan, int sincePass, Tally tally) {
        this.runId = runId;
        this.purpose = purpose;
        this.plan = plan;
        this.sincePass = sincePass;
        this.tally = tally;
    }

    /** Runs the pass; false when it stopped at a full history and goes on in a continued run. */
    boolean run() {
        for (int from = 0; from < plan.partitions(); from += RANGE) {
            if (!range(remaining(from, Math.min(plan.partitions(), from + RANGE)))) {
                return false;
            }
        }
        if (tally.failed() == 0 && plan.stages().stream().anyMatch(StageOutline::reduce)) {
            Remaining reduces = remaining(Partition.ALL, 0);
            start(reduces, Partition.ALL);
            Workflow.await(() -> inFlight == 0);
        }
        return true;
    }

    private Remaining remaining(int from, int to) {
        String what = from == Partition.ALL
                ? "What of the reduces is there already?"
                : "What of partitions " + (from + 1) + " to " + to + " is there already?";
        Remaining remaining =
                ActivityStubs.plan(what).findRemaining(new RemainingRequest(runId, plan.pass(), sincePass, from, to));
        activities++;
        tally.reused(remaining.reused());
        return remaining;
    }

    private boolean range(Remaining remaining) {
        for (int partition = remaining.from(); partition < remaining.to(); partition++) {
            Workflow.await(() -> inFlight < WINDOW);
            if (activities >= ACTIVITIES) {
                Workflow.await(() -> inFlight == 0);
                return false;
            }
            start(remaining, partition);
        }
        Workflow.await(() -> inFlight == 0);
        return true;
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
            activities++;
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

    private boolean execute(List<Promise<Boolean>> inputs, int stage, int partition) {
        for (Promise<Boolean> input : inputs) {
            if (!input.get()) {
                return false;
            }
        }
        StageOutline outline = plan.stages().get(stage);
        try {
            StageTask task = new StageTask(runId, plan.pass(), stage, partition);
            StageReport report = partition == Partition.ALL
                    ? ActivityStubs.stage(Words.reduce(outline), purpose).reduce(task)
                    : ActivityStubs.stage(Words.stage(outline, partition, plan.partitions()), purpose)
                            .runStage(task);
            tally.executed(stage, report.rows());
            return true;
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw failure;
            }
            tally.failed(stage, outline.name());
            return false;
        }
    }
}
