package dev.odograph.store.lineage;

import org.jspecify.annotations.Nullable;

/**
 * Which runs a retention is about; what is null does not narrow it.
 *
 * @param runId one run
 * @param graph runs of this graph
 * @param dataset runs on this dataset
 * @param metric runs that store this metric
 * @param version with {@code metric}: in this version, {@code major.minor}
 */
public record RunScope(
        @Nullable String runId,
        @Nullable String graph,
        @Nullable String dataset,
        @Nullable String metric,
        @Nullable String version) {
    /** All runs. */
    public static final RunScope ALL = new RunScope(null, null, null, null, null);

    /** One run. */
    public static RunScope of(String runId) {
        return new RunScope(runId, null, null, null, null);
    }
}
