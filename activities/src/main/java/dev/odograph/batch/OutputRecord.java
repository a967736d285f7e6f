package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A stage's output for one partition of a run, as it is recorded when it is committed.
 *
 * @param runId the run
 * @param pass the pass that made it, from 1
 * @param stage index of the stage in the run's plan
 * @param partition index of the partition; -1 for a reduce over all segments
 * @param attempt the activity's attempt, from 1; for readers only
 * @param artifactKey key of the artifact
 * @param memoHit whether the artifact was there already, so that no step ran
 * @param rows rows of the output
 * @param startedAt when work on it began
 */
public record OutputRecord(
        String runId,
        int pass,
        int stage,
        int partition,
        int attempt,
        String artifactKey,
        boolean memoHit,
        long rows,
        Instant startedAt) {
    public OutputRecord {
        requireNonNull(runId, "runId is null");
        requireNonNull(artifactKey, "artifactKey is null");
        requireNonNull(startedAt, "startedAt is null");
    }
}
