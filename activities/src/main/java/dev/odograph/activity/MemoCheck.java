package dev.odograph.activity;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.contract.Remaining;
import dev.odograph.contract.RemainingRequest;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Keys;
import dev.odograph.plan.Partition;
import dev.odograph.plan.Stage;
import dev.odograph.spec.MetricSpec;
import dev.odograph.store.lineage.Candidate;
import dev.odograph.store.lineage.MemoLedger;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.telemetry.Meters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what a run lacks. What an earlier run computed under the same key is taken over, in one transaction for a whole
 * range of partitions. Thread-safe.
 */
public final class MemoCheck {
    private final RunLedger runs;
    private final OutputLedger outputs;
    private final MemoLedger memo;
    private final ArtifactStore artifacts;
    private final PinnedPlans plans;

    public MemoCheck(
            RunLedger runs, OutputLedger outputs, MemoLedger memo, ArtifactStore artifacts, BundleShelf bundles) {
        this.runs = runs;
        this.outputs = outputs;
        this.memo = memo;
        this.artifacts = artifacts;
        this.plans = new PinnedPlans(runs, bundles);
    }

    List<Stage> stages(String runId) {
        return plans.load(runId).stages();
    }

    /** Takes over what is there and returns what must be executed, without what failed in this very traversal. */
    Remaining findRemaining(RemainingRequest request) {
        PinnedPlan plan = plans.load(request.runId());
        boolean reduces = request.from() == Partition.ALL;
        List<Candidate> candidates = reduces
                ? reduced(plan, StageExecution.inUse(runs.partitions(request.runId(), 0, plan.partitions())))
                : perPartition(
                        plan, StageExecution.inUse(runs.partitions(request.runId(), request.from(), request.to())));
        Done done = Done.of(outputs.outputs(request.runId(), request.from(), request.to()), request.sincePass());
        List<Candidate> open = candidates.stream()
                .filter(candidate -> !done.contains(candidate.stage(), candidate.partition()))
                .filter(candidate -> artifacts.find(candidate.artifactKey()).isPresent())
                .toList();
        List<Candidate> adopted = open.isEmpty() ? List.of() : memo.adopt(request.runId(), request.pass(), open);
        if (!adopted.isEmpty()) {
            Meters.reused(plan.run().spec().name(), adopted.size());
        }
        adopted.forEach(candidate -> done.settled().add(new Place(candidate.stage(), candidate.partition())));
        return remaining(request, plan, done);
    }

    /** Outputs of these partitions under their keys. */
    static List<Candidate> perPartition(PinnedPlan plan, List<PartitionRecord> partitions) {
        List<Candidate> candidates = new ArrayList<>();
        partitions.forEach(partition -> add(candidates, plan, partition.partition(), plan.keys(partition)));
        return candidates;
    }

    /** Outputs that reduce all of these partitions. */
    static List<Candidate> reduced(PinnedPlan plan, List<PartitionRecord> partitions) {
        List<Candidate> candidates = new ArrayList<>();
        add(candidates, plan, Partition.ALL, plan.reducedKeys(partitions));
        return candidates;
    }

    private static Remaining remaining(RemainingRequest request, PinnedPlan plan, Done done) {
        List<BitSet> missing = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            BitSet bits = new BitSet();
            boolean mine = stage.reduce() == (request.from() == Partition.ALL);
            for (int partition = request.from(); mine && partition < request.to(); partition++) {
                if (!done.settled().contains(new Place(stage.index(), partition))
                        && !done.blocked(plan.stages(), stage, partition)) {
                    bits.set(partition - request.from());
                }
            }
            missing.add(bits);
        }
        return Remaining.of(
                request.from(), request.to(), missing, done.settled().size());
    }

    private static void add(List<Candidate> candidates, PinnedPlan plan, int partition, List<String> keys) {
        for (Stage stage : plan.stages()) {
            String key = keys.get(stage.index());
            if (!key.isEmpty()) {
                candidates.add(new Candidate(stage.index(), partition, key, batches(plan, stage, key)));
            }
        }
    }

    private static List<Candidate.Batch> batches(PinnedPlan plan, Stage stage, String artifactKey) {
        String namespace = plan.run().spec().namespace();
        List<Candidate.Batch> batches = new ArrayList<>();
        for (MetricSpec metric : stage.metrics()) {
            String table = plan.run().table(metric).name();
            batches.add(new Candidate.Batch(
                    metric.name(),
                    metric.version().major(),
                    Keys.batchId(namespace, metric.name(), metric.version(), table, artifactKey)));
        }
        return batches;
    }

    /** Place of an output in a plan. */
    private record Place(int stage, int partition) {}

    /** What needs no execution: committed or waived, or failed in this traversal. */
    private record Done(Set<Place> settled, Set<Place> failed) {
        static Done of(List<OutputState> outputs, int sincePass) {
            Done done = new Done(new HashSet<>(), new HashSet<>());
            for (OutputState output : outputs) {
                Place place = new Place(output.stage(), output.partition());
                if (output.status() != OutputStatus.FAILED) {
                    done.settled().add(place);
                } else if (output.pass() >= sincePass) {
                    done.failed().add(place);
                }
            }
            return done;
        }

        boolean contains(int stage, int partition) {
            return settled.contains(new Place(stage, partition));
        }

        /** Whether it failed in this traversal, or reads what did. */
        boolean blocked(List<Stage> stages, Stage stage, int partition) {
            return failed.contains(new Place(stage.index(), partition))
                    || stage.inputs().stream()
                            .map(stages::get)
                            .anyMatch(input -> input.reduce() == stage.reduce() && blocked(stages, input, partition));
        }
    }
}
