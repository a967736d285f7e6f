package dev.odograph.activity;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.artifact.RowDigest;
import dev.odograph.contract.RepeatActivities;
import dev.odograph.contract.RepeatActivities.Flake;
import dev.odograph.contract.RepeatActivities.Repeated;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.OdographException;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Stage;
import dev.odograph.step.StageOutput;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes outputs of a run again and compares what comes out with what the run stored. Each output reads the stored
 * outputs of the stages before it, so that a flake is found at the step that makes it. Thread-safe.
 */
public final class OutputRepetition {
    private final RunLedger runs;
    private final ArtifactStore artifacts;
    private final PinnedPlans plans;
    private final OutputReproduction reproduction;

    public OutputRepetition(
            RunLedger runs, ArtifactStore artifacts, BundleShelf bundles, StageInputs inputs, StepHosts hosts) {
        this.runs = runs;
        this.artifacts = artifacts;
        this.plans = new PinnedPlans(runs, bundles);
        this.reproduction = new OutputReproduction(runs, bundles, inputs, hosts);
    }

    Repeated repeat(String runId, Beat beat) {
        PinnedPlan plan = plans.load(runId);
        List<PartitionRecord> used = StageExecution.inUse(runs.partitions(runId, 0, plan.partitions()));
        List<Stage> reduces = plan.stages().stream().filter(Stage::reduce).toList();
        List<Stage> maps =
                plan.stages().stream().filter(stage -> !stage.reduce()).toList();
        List<Flake> flakes = new ArrayList<>();
        int compared = 0;
        for (PartitionRecord partition : evenly(used, room(reduces.size(), maps.size()))) {
            List<String> keys = plan.keys(partition);
            for (Stage stage : maps) {
                compared += one(plan, stage, keys.get(stage.index()), List.of(partition), beat, flakes);
            }
        }
        List<String> reduced = reduces.isEmpty() ? List.of() : plan.reducedKeys(used);
        for (Stage stage : reduces) {
            compared += one(plan, stage, reduced.get(stage.index()), used, beat, flakes);
        }
        return new Repeated(compared, (long) used.size() * maps.size() + reduces.size(), flakes);
    }

    /** Partitions that fit, one at least. */
    private static int room(int reduces, int maps) {
        return Math.max(1, (RepeatActivities.MOST - reduces) / Math.max(1, maps));
    }

    static <T> List<T> evenly(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((long) i * all.size() / most)));
        }
        return some;
    }

    /** Looks at one output; 0 where what was stored is gone, so that nothing can be compared with it. */
    private int one(
            PinnedPlan plan, Stage stage, String key, List<PartitionRecord> partitions, Beat beat, List<Flake> flakes) {
        Optional<RowDigest> stored = artifacts.find(key).map(StageOutput::digest);
        if (stored.isEmpty()) {
            return 0;
        }
        beat.in(stage.name());
        try {
            RowDigest again = reproduction.execute(plan, stage, partitions, beat);
            if (!again.equals(stored.get())) {
                flakes.add(flake(
                        stage,
                        partitions,
                        again.rows() == stored.get().rows()
                                ? "other values in " + again.rows() + " rows"
                                : again.rows() + " rows, not " + stored.get().rows()));
            }
        } catch (OdographException failed) {
            if (beat.cancelled() || failed.code().category() == ErrorCategory.EXTERNAL) {
                throw failed;
            }
            flakes.add(flake(stage, partitions, failed.code() + ": " + failed.getMessage()));
        }
        return 1;
    }

    private static Flake flake(Stage stage, List<PartitionRecord> partitions, String message) {
        if (stage.reduce()) {
            return new Flake(stage.name(), 0, null, message);
        }
        PartitionRecord partition = partitions.getFirst();
        return new Flake(
                stage.name(), partition.partition() + 1, partition.segmentIds().getFirst(), message);
    }
}
