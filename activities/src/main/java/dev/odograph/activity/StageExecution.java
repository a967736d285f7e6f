package dev.odograph.activity;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.batch.BatchCommitter;
import dev.odograph.batch.BatchRecord;
import dev.odograph.batch.BatchRequest;
import dev.odograph.batch.OutputRecord;
import dev.odograph.contract.StageReport;
import dev.odograph.contract.StageTask;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Keys;
import dev.odograph.plan.Partition;
import dev.odograph.plan.Stage;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.spec.MetricSpec;
import dev.odograph.step.StageOutput;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.ArtifactRecord;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.telemetry.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes one stage for one partition: inputs from the artifact store, the work in a step host, the output into the
 * artifact store, its batches into ClickHouse, and one commit. An artifact that is there already is not computed again.
 * Thread-safe.
 */
public final class StageExecution {
    private final RunLedger runs;
    private final OutputLedger outputs;
    private final ArtifactStore artifacts;
    private final StageInputs inputs;
    private final StepHosts hosts;
    private final ResultTables tables;
    private final BatchCommitter committer;
    private final PinnedPlans plans;

    public StageExecution(
            RunLedger runs,
            OutputLedger outputs,
            ArtifactStore artifacts,
            BundleShelf bundles,
            StageInputs inputs,
            StepHosts hosts,
            ResultTables tables,
            BatchCommitter committer) {
        this.runs = runs;
        this.outputs = outputs;
        this.artifacts = artifacts;
        this.inputs = inputs;
        this.hosts = hosts;
        this.tables = tables;
        this.committer = committer;
        this.plans = new PinnedPlans(runs, bundles);
    }

    StageReport execute(StageTask task, int attempt, Instant startedAt, Beat beat) {
        PinnedPlan plan = plans.load(task.runId());
        Stage stage = plan.stages().get(task.stage());
        beat.in(stage.name());
        try {
            return execute(plan, stage, task, attempt, startedAt, beat);
        } catch (RuntimeException e) {
            if (!beat.cancelled()) {
                Meters.stageFailed(
                        plan.run().spec().name(),
                        stage.name(),
                        Failures.typed(e).code());
            }
            throw e;
        }
    }

    private StageReport execute(
            PinnedPlan plan, Stage stage, StageTask task, int attempt, Instant startedAt, Beat beat) {
        boolean reduces = task.partition() == Partition.ALL;
        List<PartitionRecord> partitions = reduces
                ? inUse(runs.partitions(task.runId(), 0, plan.partitions()))
                : List.of(runs.partition(task.runId(), task.partition()));
        List<List<String>> keys = partitions.stream().map(plan::keys).toList();
        List<String> own = reduces ? plan.reducedKeys(partitions) : keys.getFirst();
        String key = own.get(stage.index());
        StageOutput output = artifacts.find(key).orElse(null);
        boolean stored = output != null;
        if (output == null) {
            output = compute(
                    plan, stage, reduces ? null : partitions.getFirst(), new StageInputs.Keyed(keys, own), key, beat);
        }
        outputs.registerArtifact(
                new ArtifactRecord(
                        key,
                        stage.name(),
                        output.files(),
                        output.digest(),
                        output.bytes(),
                        task.runId(),
                        output.violations()),
                () -> artifacts.find(key).isPresent());
        beat.at("storing " + output.digest().rows() + " rows");
        committer.commit(
                new OutputRecord(
                        task.runId(),
                        task.pass(),
                        task.stage(),
                        task.partition(),
                        attempt,
                        key,
                        false,
                        output.digest().rows(),
                        startedAt),
                batches(
                        plan,
                        stage,
                        key,
                        reduces ? List.of() : partitions.getFirst().segmentIds(),
                        output));
        Duration took = Duration.between(startedAt, Instant.now());
        Meters.stageCommitted(
                plan.run().spec().name(),
                stage.name(),
                !stored,
                took,
                output.digest().rows(),
                output.bytes());
        return new StageReport(output.digest().rows(), output.bytes(), took.toMillis());
    }

    /** A partition all of whose segments are waived has no outputs. */
    static List<PartitionRecord> inUse(List<PartitionRecord> partitions) {
        return partitions.stream()
                .filter(partition -> !partition.segmentIds().isEmpty())
                .toList();
    }

    private StageOutput compute(
            PinnedPlan plan,
            Stage stage,
            @Nullable PartitionRecord partition,
            StageInputs.Keyed keyed,
            String key,
            Beat beat) {
        try (StageInputs.Prepared prepared = inputs.prepare(plan, stage, partition, keyed, beat)) {
            beat.at("starting a step host");
            if (partition != null && partition.segmentIds().size() == 1) {
                // Whatever happens to the host from here on happens at this segment.
                beat.at("starting a step host", partition.segmentIds().getFirst(), 0);
            }
            StageOutput computed = hosts.run(prepared.work(), beat);
            return artifacts.put(key, computed);
        }
    }

    private List<BatchRequest> batches(
            PinnedPlan plan, Stage stage, String key, List<String> segments, StageOutput output) {
        String namespace = plan.run().spec().namespace();
        List<BatchRequest> requests = new ArrayList<>();
        for (MetricSpec metric : stage.metrics()) {
            MetricTable table = plan.run().table(metric);
            tables.ensure(table);
            requests.add(new BatchRequest(
                    new BatchRecord(
                            Keys.batchId(namespace, metric.name(), metric.version(), table.name(), key),
                            table.name(),
                            namespace,
                            metric.name(),
                            metric.version(),
                            key,
                            plan.fingerprints().get(stage.index()),
                            segments,
                            output.digest()),
                    stage.last().output(),
                    output.files().getFirst()));
        }
        return requests;
    }
}
