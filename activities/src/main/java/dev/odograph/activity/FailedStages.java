package dev.odograph.activity;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Partition;
import dev.odograph.plan.Stage;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.Progress;
import dev.odograph.step.StageWork;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What failed in a run, with all that is needed to do it again outside of the run. Thread-safe. */
public final class FailedStages {
    private static final long MEMORY_BYTES = 1L << 30;

    private final RunLedger runs;
    private final OutputLedger outputs;
    private final StageInputs inputs;
    private final PinnedPlans plans;

    /**
     * Failures of runs of these stores.
     *
     * @param scratch directory for files of work that is prepared
     */
    public FailedStages(
            Postgres postgres, DatasetStore datasets, ArtifactStore artifacts, BundleShelf bundles, Path scratch) {
        this.runs = new RunLedger(postgres);
        this.outputs = new OutputLedger(postgres);
        this.inputs = new StageInputs(datasets, artifacts, scratch, MEMORY_BYTES);
        this.plans = new PinnedPlans(runs, bundles);
    }

    /**
     * A stage that failed for a partition. Its work's directory is removed when it is closed.
     *
     * @param graph the run's graph
     * @param step the step that its message names, else the stage's last
     * @param work all that is needed to do it again
     * @param code the code it failed with
     * @param message the message it failed with
     * @param segmentId the segment that was in hand; null where that is not known
     */
    public record Failed(
            GraphSpec graph,
            StepSpec step,
            StageWork work,
            ErrorCode code,
            String message,
            @Nullable String segmentId,
            AutoCloseable files)
            implements AutoCloseable {
        @Override
        public void close() {
            try {
                files.close();
            } catch (Exception e) {
                throw new OdographException(ErrorCode.INTERNAL_ERROR, "Files of " + work.stage() + " stay: " + e, e);
            }
        }
    }

    /**
     * The first failure of a run, in order of partition and stage.
     *
     * @param step a step of the stage; null for any
     * @param segmentId the segment that was in hand; null for any
     * @throws OdographException RUN_NOT_FOUND; FAILURE_NOT_REPRODUCED where nothing of that kind has failed;
     *     ARTIFACT_UNAVAILABLE, FILE_NOT_FOUND where an input is gone
     */
    public Failed load(String runId, @Nullable String step, @Nullable String segmentId) {
        PinnedPlan plan = plans.load(runId);
        Optional<OutputState> first = outputs.outputs(runId, Partition.ALL, Integer.MAX_VALUE).stream()
                .filter(output -> output.status() == OutputStatus.FAILED)
                .filter(output -> step == null
                        || plan.stages().get(output.stage()).steps().stream()
                                .anyMatch(one -> one.name().equals(step)))
                .filter(output -> segmentId == null || segmentId.equals(output.segmentId()))
                .findFirst();
        OutputState output = first.orElseThrow(() -> new OdographException(
                ErrorCode.FAILURE_NOT_REPRODUCED,
                "Run \"" + runId + "\" has no failed output"
                        + (step == null ? "" : " of step \"" + step + "\"")
                        + (segmentId == null ? "" : " at segment \"" + segmentId + "\"")
                        + ": ./odograph runs show " + runId + " lists what failed"));
        return failed(plan, runId, output);
    }

    private Failed failed(PinnedPlan plan, String runId, OutputState output) {
        Stage stage = plan.stages().get(output.stage());
        boolean reduces = output.partition() == Partition.ALL;
        List<PartitionRecord> partitions = reduces
                ? StageExecution.inUse(runs.partitions(runId, 0, plan.partitions()))
                : List.of(runs.partition(runId, output.partition()));
        List<List<String>> keys = partitions.stream().map(plan::keys).toList();
        List<String> own = reduces ? plan.reducedKeys(partitions) : keys.getFirst();
        StageInputs.Prepared prepared = inputs.prepare(
                plan, stage, reduces ? null : partitions.getFirst(), new StageInputs.Keyed(keys, own), Progress.NONE);
        String message = String.valueOf(output.message());
        StepSpec named = stage.steps().stream()
                .filter(step -> message.contains("Step \"" + step.name() + "\""))
                .findFirst()
                .orElse(stage.last());
        return new Failed(
                plan.run().spec(),
                named,
                prepared.work(),
                ErrorCode.valueOf(Objects.requireNonNull(output.code())),
                message,
                output.segmentId(),
                prepared);
    }
}
