package dev.odograph.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.artifact.ArrowFiles;
import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.batch.RowHasher;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.lineage.ArtifactRecord;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.RunLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The files of a run's artifacts, from which its rows could be stored again. */
final class Artifacts {
    private final RunLedger runs;
    private final OutputLedger outputs;

    Artifacts(ChaosStack stack) {
        this.runs = new RunLedger(stack.stores.postgres());
        this.outputs = new OutputLedger(stack.stores.postgres());
    }

    /** Every artifact of a run is read, and its rows are those that the ledger has a digest of. */
    void assertWhole(String runId) {
        List<Stage> stages = Stages.of(runs.run(runId).plan().spec());
        try (BufferAllocator allocator = new RootAllocator()) {
            for (OutputState output : outputs.outputs(runId, -1, Integer.MAX_VALUE)) {
                ArtifactRecord artifact =
                        outputs.artifact(String.valueOf(output.artifactKey())).orElseThrow();
                if (artifact.files().stream().allMatch(file -> file.format() == TableFile.Format.ARROW_STREAM)) {
                    assertThat(digest(
                                    allocator, stages.get(output.stage()).last().output(), artifact.files()))
                            .as("rows of artifact %s of run %s", artifact, runId)
                            .isEqualTo(artifact.digest());
                }
            }
        }
    }

    private static RowDigest digest(BufferAllocator allocator, TableSchema schema, List<TableFile> files) {
        RowHasher hasher = new RowHasher(schema);
        try (ArrowFiles rows = new ArrowFiles(allocator, schema, files)) {
            while (rows.loadNextBatch()) {
                hasher.add(rows.getVectorSchemaRoot());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hasher.digest();
    }
}
