package dev.odograph.store.lineage;

import java.time.Instant;

/**
 * What readers of a channel see of a metric and a dataset.
 *
 * @param namespace the metric's namespace
 * @param metric name of the metric
 * @param major its major version
 * @param dataset name of the dataset
 * @param channel name of the channel
 * @param runId the run whose batches they see
 * @param revision of rows with the same metric, dataset and channel, the highest counts
 * @param pinned whether runs that succeed leave it where it is
 * @param publishedAt when the pointer moved to the run
 */
public record PublicationRow(
        String namespace,
        String metric,
        int major,
        String dataset,
        String channel,
        String runId,
        long revision,
        boolean pinned,
        Instant publishedAt) {}
