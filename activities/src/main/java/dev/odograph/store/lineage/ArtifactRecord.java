package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.step.StageOutput;
import dev.odograph.step.Violation;
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
 * @param violations what breaks rules of the stage's checks and passed all the same; only where it is registered
 */
public record ArtifactRecord(
        String artifactKey,
        String stage,
        List<TableFile> files,
        RowDigest digest,
        long bytes,
        String runId,
        List<Violation> violations) {
    /** An artifact whose rows break no rules. */
    public ArtifactRecord(
            String artifactKey, String stage, List<TableFile> files, RowDigest digest, long bytes, String runId) {
        this(artifactKey, stage, files, digest, bytes, runId, List.of());
    }

    public ArtifactRecord {
        requireNonNull(artifactKey, "artifactKey is null");
        requireNonNull(stage, "stage is null");
        files = List.copyOf(files);
        requireNonNull(digest, "digest is null");
        requireNonNull(runId, "runId is null");
        violations = List.copyOf(violations);
    }

    /** It as stages read it. */
    public StageOutput output() {
        return new StageOutput(files, digest, bytes, violations);
    }
}
