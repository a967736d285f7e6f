package dev.odograph.activity;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Stage;
import dev.odograph.spec.StepSpec;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.Candidate;
import dev.odograph.store.lineage.ExecutionRates;
import dev.odograph.store.lineage.MemoLedger;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what a run would compute and why, by the planner and the look-ups of runs themselves; registers nothing and takes
 * nothing over. Thread-safe.
 */
public final class RunPreviews {
    private static final int CHUNK = 1_000;

    private final RunPlanner planner;
    private final BaseRuns bases;
    private final MemoLedger memo;
    private final ArtifactStore artifacts;
    private final ExecutionRates rates;

    public RunPreviews(Postgres postgres, DatasetStore datasets, ArtifactStore artifacts, BundleShelf bundles) {
        RunLedger ledger = new RunLedger(postgres);
        this.planner = new RunPlanner(ledger, datasets, new BundleReferences(bundles, new BundleRegistry(postgres)));
        this.bases = new BaseRuns(ledger, new RunReader(postgres), bundles);
        this.memo = new MemoLedger(postgres);
        this.artifacts = artifacts;
        this.rates = new ExecutionRates(postgres);
    }

    /**
     * What a run of this input would do.
     *
     * @param comingFrom the branch that the run's bundle would be pushed to before; null where it would not be
     * @throws dev.odograph.error.OdographException as the run itself would, such as GRAPH_NOT_FOUND, PARAMETER_INVALID
     */
    public RunPreview preview(RunInput input, @Nullable String comingFrom) {
        RunPlanner.Draft draft = planner.draft("preview", input, "", comingFrom);
        PinnedPlan plan = draft.plan();
        Optional<BaseRun> base = bases.find(plan);
        List<List<Missing>> missing = missing(plan, draft.partitions());
        Reasons reasons = new Reasons(plan, base, draft.partitions());
        List<StagePreview> stages = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            stages.add(stage(draft, stage, missing.get(stage.index()), reasons));
        }
        return new RunPreview(
                plan.run().spec().name(),
                plan.run().spec().version().toString(),
                plan.run().dataset() + "@" + plan.run().datasetVersion(),
                draft.partitions().stream()
                        .mapToLong(partition -> partition.segmentIds().size())
                        .sum(),
                plan.partitions(),
                base.map(run -> run.run().runId()).orElse(null),
                stages);
    }

    /** An output that is not taken over. */
    record Missing(int partition, boolean artifactThere) {}

    private List<List<Missing>> missing(PinnedPlan plan, List<PartitionRecord> partitions) {
        List<List<Missing>> missing = new ArrayList<>();
        plan.stages().forEach(stage -> missing.add(new ArrayList<>()));
        for (int from = 0; from < partitions.size(); from += CHUNK) {
            List<PartitionRecord> chunk = partitions.subList(from, Math.min(partitions.size(), from + CHUNK));
            look(MemoCheck.perPartition(plan, chunk), missing);
        }
        look(MemoCheck.reduced(plan, partitions), missing);
        return missing;
    }

    private void look(List<Candidate> candidates, List<List<Missing>> missing) {
        Set<String> files = new HashSet<>();
        candidates.stream()
                .map(Candidate::artifactKey)
                .filter(key -> artifacts.find(key).isPresent())
                .forEach(files::add);
        List<Candidate> open = candidates.stream()
                .filter(candidate -> files.contains(candidate.artifactKey()))
                .toList();
        Set<Candidate> there = new HashSet<>(open.isEmpty() ? List.of() : memo.find(open));
        candidates.stream()
                .filter(candidate -> !there.contains(candidate))
                .forEach(candidate -> missing.get(candidate.stage())
                        .add(new Missing(candidate.partition(), files.contains(candidate.artifactKey()))));
    }

    private StagePreview stage(RunPlanner.Draft draft, Stage stage, List<Missing> missing, Reasons reasons) {
        int outputs = stage.reduce() ? 1 : draft.partitions().size();
        List<Missing> computed =
                missing.stream().filter(output -> !output.artifactThere()).toList();
        ExecutionRates.Rate rate =
                rates.find(draft.run().spec().name(), stage.name()).orElse(null);
        double input = input(draft, stage, computed);
        return new StagePreview(
                stage.name(),
                stage.steps().stream().map(StepSpec::name).toList(),
                outputs,
                outputs - missing.size(),
                missing.size() - computed.size(),
                computed.size(),
                missing.isEmpty() ? List.of() : reasons.of(stage, missing),
                computed.isEmpty() ? Long.valueOf(0) : rate == null ? null : Long.valueOf(rate.rows(input)),
                computed.isEmpty()
                        ? Long.valueOf(0)
                        : rate == null ? null : Long.valueOf(rate.bytes(input, computed.size())),
                computed.isEmpty()
                        ? Double.valueOf(0)
                        : rate == null ? null : Double.valueOf(rate.seconds(input, computed.size())));
    }

    /** Rows of the recordings that the computed outputs stand on. */
    private static double input(RunPlanner.Draft draft, Stage stage, List<Missing> computed) {
        Map<Integer, Long> rows = new HashMap<>();
        draft.partitions().forEach(partition -> rows.put(partition.partition(), partition.rows()));
        return stage.reduce()
                ? rows.values().stream().mapToLong(Long::longValue).sum()
                : computed.stream()
                        .mapToLong(output -> rows.getOrDefault(output.partition(), 0L))
                        .sum();
    }
}
