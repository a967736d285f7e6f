package dev.odograph.activity;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Partition;
import dev.odograph.plan.Stage;
import dev.odograph.step.Progress;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunLedger;
import java.util.List;

/**
 * Executes one output of a run once more as an attempt does (the pinned code and parameters, the same inputs, in a step
 * host), to see what happens. Nothing is stored and nothing is recorded. Thread-safe.
 */
public final class OutputReproduction {
    private final RunLedger runs;
    private final PinnedPlans plans;
    private final StageInputs inputs;
    private final StepHosts hosts;

    public OutputReproduction(RunLedger runs, BundleShelf bundles, StageInputs inputs, StepHosts hosts) {
        this.runs = runs;
        this.plans = new PinnedPlans(runs, bundles);
        this.inputs = inputs;
        this.hosts = hosts;
    }

    /**
     * Executes an output; throws what the attempt would have failed with.
     *
     * @param stageName the stage
     * @param partition index from 0, or {@link Partition#ALL} for a stage that reduces
     * @return number of rows that came out
     * @throws OdographException ARGUMENT_INVALID where the run has no such output
     */
    public long execute(String runId, String stageName, int partition, Progress progress) {
        PinnedPlan plan = plans.load(runId);
        Stage stage = stage(plan, runId, stageName);
        requirePartition(plan, runId, stage, partition);
        List<PartitionRecord> partitions = partition == Partition.ALL
                ? StageExecution.inUse(runs.partitions(runId, 0, plan.partitions()))
                : List.of(runs.partition(runId, partition));
        return execute(plan, stage, partitions, progress).rows();
    }

    /**
     * Executes an output that the plan has; throws what the attempt would have failed with.
     *
     * @param partitions those that it reads: one, or all in use of a stage that reduces
     */
    RowDigest execute(PinnedPlan plan, Stage stage, List<PartitionRecord> partitions, Progress progress) {
        List<List<String>> keys = partitions.stream().map(plan::keys).toList();
        List<String> own = stage.reduce() ? plan.reducedKeys(partitions) : keys.getFirst();
        PartitionRecord record = stage.reduce() ? null : partitions.getFirst();
        try (StageInputs.Prepared prepared =
                inputs.prepare(plan, stage, record, new StageInputs.Keyed(keys, own), progress)) {
            return hosts.run(prepared.work(), progress).digest();
        }
    }

    private static Stage stage(PinnedPlan plan, String runId, String name) {
        return plan.stages().stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Run \"" + runId + "\" has no stage \"" + name + "\": it has "
                                + plan.stages().stream().map(Stage::name).toList()));
    }

    private static void requirePartition(PinnedPlan plan, String runId, Stage stage, int partition) {
        if (stage.reduce() && partition != Partition.ALL) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Stage \"" + stage.name() + "\" reduces all partitions of run \"" + runId
                            + "\": leave the partition out");
        }
        if (!stage.reduce() && (partition < 0 || partition >= plan.partitions())) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Stage \"" + stage.name() + "\" of run \"" + runId + "\" has partitions 1 to " + plan.partitions()
                            + ": name one of them");
        }
    }
}
