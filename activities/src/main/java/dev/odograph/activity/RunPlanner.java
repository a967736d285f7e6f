package dev.odograph.activity;

import dev.odograph.contract.DatasetRef;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.SegmentSample;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.plan.Keys;
import dev.odograph.plan.Partition;
import dev.odograph.plan.Partitioner;
import dev.odograph.plan.SegmentRef;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.spec.Digests;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.Violation;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.StageRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a run's plan once and pins it. Thread-safe. */
public final class RunPlanner {
    /** Mean rows of a partition unless a run says otherwise: seconds of work a stage, so that overhead stays small. */
    public static final long TARGET_ROWS = 500_000;

    private final RunLedger ledger;
    private final DatasetStore datasets;
    private final BundleReferences bundles;

    public RunPlanner(RunLedger ledger, DatasetStore datasets, BundleReferences bundles) {
        this.ledger = ledger;
        this.datasets = datasets;
        this.bundles = bundles;
    }

    /**
     * The run as it is pinned; plans it where it is not.
     *
     * @throws OdographException RUN_ID_REUSED where the id is pinned with other input; GRAPH_NOT_FOUND, DATASET_NOT_FOUND,
     *     PARAMETER_INVALID, ARGUMENT_INVALID for a sample by what no segment has, BUNDLE_INVALID, BUNDLE_NOT_FOUND, BRANCH_NOT_FOUND, BRANCH_PROTECTED, OWNER_MISSING, CHECK_FAILED where
     *     recordings are older than a rule allows
     */
    RunRecord pin(String runId, RunInput input) {
        String digest = Digests.sha256Hex("input", SpecJson.write(input));
        Optional<RunRecord> pinned = ledger.find(runId);
        if (pinned.isPresent() && pinned.get().plan().inputDigest().equals(digest)) {
            return pinned.get();
        }
        Draft draft = draft(runId, input, digest, null);
        return ledger.register(draft.run(), draft.stages(), draft.partitions(), draft.stale());
    }

    /**
     * A plan that is not pinned.
     *
     * @param stale recordings that are older than rules that warn allow
     */
    record Draft(
            NewRun run,
            Bundle bundle,
            List<StageRecord> stages,
            List<PartitionRecord> partitions,
            List<Violation> stale) {
        /** The plan as the activities would use it. */
        PinnedPlan plan() {
            return new PinnedPlan(
                    run,
                    bundle,
                    Stages.of(run.spec()),
                    stages.stream().map(StageRecord::fingerprint).toList(),
                    partitions.size());
        }
    }

    /**
     * What a run of this input would pin, without pinning it.
     *
     * @param comingFrom the branch that the bundle would be pushed to before, where it was not; null for none
     */
    Draft draft(String runId, RunInput input, String digest, @Nullable String comingFrom) {
        BundleReferences.Resolved code = bundles.resolve(input.bundle(), input.graph());
        Bundle bundle = code.bundle();
        String branch = bundles.pushed(bundle.digest()) ? code.branch() : comingFrom;
        refuseBranch(branch, input);
        GraphSpec graph = graph(bundle, input);
        requireOwner(graph, input.purpose());
        Dataset dataset = datasets.load(DatasetRef.parse(input.dataset()));
        Map<String, Object> parameters = RunParameters.resolve(graph, input.parameters());
        NewRun run = new NewRun(
                runId,
                graph,
                bundle.digest(),
                dataset.datasetId(),
                dataset.name().toString(),
                dataset.version(),
                parameters,
                input.purpose(),
                input.onFailure(),
                digest,
                branch,
                input.sample());
        return new Draft(
                run,
                bundle,
                stages(graph, parameters, bundle),
                partitions(dataset, input),
                stale(graph, parameters, dataset));
    }

    private List<Violation> stale(GraphSpec graph, Map<String, Object> parameters, Dataset dataset) {
        if (!Freshness.isDeclared(graph)) {
            return List.of();
        }
        try (Stream<Segment> segments = datasets.segments(dataset.datasetId(), dataset.version())) {
            return Freshness.judge(graph, parameters, dataset, segments);
        }
    }

    private static void refuseBranch(@Nullable String branch, RunInput input) {
        if (branch != null && input.purpose() == Purpose.PRODUCTION) {
            throw new OdographException(
                    ErrorCode.BRANCH_PROTECTED,
                    "Purpose production takes merged code only, and this is of branch \"" + branch
                            + "\": merge it and push it to the protected branch, or run it with purpose adhoc");
        }
    }

    /**
     * Refuses runs of purpose production of a graph that no team answers for.
     *
     * @throws OdographException OWNER_MISSING
     */
    public static void requireOwner(GraphSpec graph, Purpose purpose) {
        if (graph.owner() == null && purpose == Purpose.PRODUCTION) {
            throw new OdographException(
                    ErrorCode.OWNER_MISSING,
                    "Graph " + graph.name()
                            + " has no owner, and purpose production wants a team that answers for it: add"
                            + " g.owner(\"TEAM\") to the graph, or owner: TEAM to the header of a metric's file, or run it"
                            + " with purpose adhoc");
        }
    }

    private static List<StageRecord> stages(GraphSpec graph, Map<String, Object> parameters, Bundle bundle) {
        BundleFingerprints code = new BundleFingerprints(bundle);
        return Stages.of(graph).stream()
                .map((Stage stage) -> StageRecord.of(stage, Keys.stageFingerprint(stage, parameters, code)))
                .toList();
    }

    private List<PartitionRecord> partitions(Dataset dataset, RunInput input) {
        Partitioner partitioner = new Partitioner(input.targetRows() == null ? TARGET_ROWS : input.targetRows());
        List<Partition> partitions = partitioner.partition(segments(dataset, input.sample()));
        if (partitions.isEmpty()) {
            throw new OdographException(
                    ErrorCode.DATASET_CONFLICT,
                    "Dataset " + dataset.name() + "@" + dataset.version()
                            + " holds no segments: add some with ./odograph dataset add");
        }
        return partitions.stream().map(PartitionRecord::of).toList();
    }

    private List<SegmentRef> segments(Dataset dataset, @Nullable SegmentSample sample) {
        if (sample == null) {
            try (Stream<SegmentRef> segments = datasets.refs(dataset.datasetId(), dataset.version())) {
                return segments.toList();
            }
        }
        try (Stream<Segment> segments = datasets.segments(dataset.datasetId(), dataset.version())) {
            return SegmentSampler.draw(dataset.name() + "@" + dataset.version(), segments, sample);
        }
    }

    private static GraphSpec graph(Bundle bundle, RunInput input) {
        GraphSpec graph = bundle.graph(input.graph())
                .orElseThrow(() -> new OdographException(
                        ErrorCode.GRAPH_NOT_FOUND,
                        "Graph \"" + input.graph() + "\" is not in the bundle: it has "
                                + bundle.graphs().stream().map(GraphSpec::name).toList()));
        if (input.version() != null && !input.version().equals(graph.version().toString())) {
            throw new OdographException(
                    ErrorCode.GRAPH_NOT_FOUND,
                    "Graph \"" + input.graph() + "\" has version " + graph.version() + " in bundle " + bundle.digest()
                            + ", not " + input.version() + ": name the bundle that has it, or leave the version out");
        }
        return graph;
    }
}
