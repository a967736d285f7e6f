package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import dev.odograph.spec.Version;

/**
 * A pointer from (metric, dataset, channel) to the run whose batches readers see.
 *
 * @param namespace the metric's namespace
 * @param metric the metric's name
 * @param version the metric's version in the run's graph
 * @param dataset name of the dataset
 * @param channel name that readers follow
 * @param runId the run
 * @param revision place in the ledger's one order; the highest wins
 */
public record Publication(
        String namespace, String metric, Version version, String dataset, String channel, String runId, long revision) {
    public Publication {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(version, "version is null");
        requireNonNull(dataset, "dataset is null");
        requireNonNull(channel, "channel is null");
        requireNonNull(runId, "runId is null");
    }
}
