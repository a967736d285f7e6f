package dev.odograph.activity;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.artifact.FileTrees;
import dev.odograph.artifact.TableFile;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.dataset.SegmentVerifier;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.plan.Stage;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.InputTable;
import dev.odograph.step.Progress;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageWork;
import dev.odograph.store.lineage.PartitionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what a stage needs into one piece of work, with a directory of its own for its files. Thread-safe. */
public final class StageInputs {
    private final DatasetStore datasets;
    private final ArtifactStore artifacts;
    private final Path scratch;
    private final long memoryBytes;

    /**
     * Inputs for one worker.
     *
     * @param scratch directory for files of stages under way, on the artifact store's disk
     * @param memoryBytes what the engine of a step host may use beside the process itself
     */
    public StageInputs(DatasetStore datasets, ArtifactStore artifacts, Path scratch, long memoryBytes) {
        this.datasets = datasets;
        this.artifacts = artifacts;
        this.scratch = scratch;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Artifact keys of a task's surroundings.
     *
     * @param partitions keys by stage for each partition in hand
     * @param own keys by stage of the task's own partition, or of the reduces
     */
    record Keyed(List<List<String>> partitions, List<String> own) {}

    /** Work with its directory, which is removed when it is closed. */
    record Prepared(StageWork work, Path directory) implements AutoCloseable {
        @Override
        public void close() {
            remove(directory);
        }
    }

    Prepared prepare(PinnedPlan plan, Stage stage, @Nullable PartitionRecord record, Keyed keyed, Progress progress) {
        Path directory = directory(stage.name());
        try {
            StageWork work = new StageWork(
                    stage.name(),
                    stage.steps(),
                    inputs(plan, stage, keyed),
                    record == null ? List.of() : segments(plan, stage, record, progress),
                    plan.run().parameters(),
                    plan.bundle().directory().toString(),
                    directory.resolve("output.arrow").toString(),
                    !stage.metrics().isEmpty(),
                    Files.createDirectory(directory.resolve("tmp")).toString(),
                    memoryBytes);
            return new Prepared(work, directory);
        } catch (IOException e) {
            remove(directory);
            throw full(directory, e);
        } catch (RuntimeException e) {
            remove(directory);
            throw e;
        }
    }

    private Map<String, InputTable> inputs(PinnedPlan plan, Stage stage, Keyed keyed) {
        Map<String, InputTable> tables = new LinkedHashMap<>();
        for (int input : stage.inputs()) {
            Stage from = plan.stages().get(input);
            List<TableFile> files = new ArrayList<>();
            if (from.reduce() || !stage.reduce()) {
                files.addAll(load(from, keyed.own().get(input)));
            } else {
                keyed.partitions().forEach(keys -> files.addAll(load(from, keys.get(input))));
            }
            tables.put(from.name(), new InputTable(from.last().output(), files));
        }
        return tables;
    }

    private List<TableFile> load(Stage stage, String key) {
        return artifacts
                .find(key)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARTIFACT_UNAVAILABLE,
                        "Artifact " + key + " of stage \"" + stage.name()
                                + "\" is gone from the store: retry the run, which computes it again"))
                .files();
    }

    private List<SegmentInput> segments(PinnedPlan plan, Stage stage, PartitionRecord record, Progress progress) {
        if (!stage.readsSegments()) {
            return record.segmentIds().stream()
                    .map(id -> new SegmentInput(id, Map.of()))
                    .toList();
        }
        List<Segment> segments = datasets.load(
                plan.run().datasetId(), Math.toIntExact(plan.run().datasetVersion()), record.segmentIds());
        segments.forEach(segment -> {
            progress.at("looking at the recordings", segment.segmentId(), segment.rows());
            SegmentVerifier.verify(segment);
        });
        String table = ((StepSpec.Source) stage.steps().getFirst()).table();
        return segments.stream()
                .map(segment -> new SegmentInput(segment.segmentId(), only(table, segment)))
                .toList();
    }

    private static Map<String, String> only(String table, Segment segment) {
        String path = segment.paths().get(table);
        if (path == null) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Segment \"" + segment.segmentId() + "\" has no table \"" + table + "\": it has "
                            + segment.paths().keySet()
                            + "; name one of them in the graph's source, or import the table");
        }
        return Map.of(table, path);
    }

    private Path directory(String stage) {
        try {
            Files.createDirectories(scratch);
            return Files.createTempDirectory(scratch, stage + "-");
        } catch (IOException e) {
            throw full(scratch, e);
        }
    }

    private static OdographException full(Path directory, IOException e) {
        return new OdographException(
                ErrorCode.DISK_FULL, "No directory for a stage's files can be made under " + directory + ": " + e, e);
    }

    private static void remove(Path directory) {
        try {
            FileTrees.delete(directory);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, "Temporary directory " + directory + " cannot be removed: " + e, e);
        }
    }
}
