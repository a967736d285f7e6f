package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.step.StageOutput;
import java.util.List;

/**
 * A stage's output that is in the artifact store.
 *
 * @param artifactKey its identity
 * @param stage name of the stage
 * @param files its rows
 * @param digest digest of its rows
 * @param bytes bytes written
 * @param runId the run that computed it first
 */
public record ArtifactRecord(
        String artifactKey, String stage, List<TableFile> files, RowDigest digest, long bytes, String runId) {
    public ArtifactRecord {
        requireNonNull(artifactKey, "artifactKey is null");
        requireNonNull(stage, "stage is null");
        files = List.copyOf(files);
        requireNonNull(digest, "digest is null");
        requireNonNull(runId, "runId is null");
    }

    /** It as stages read it. */
    public StageOutput output() {
        return new StageOutput(files, digest, bytes);
    }
}
