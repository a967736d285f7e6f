package dev.odograph.client;

import java.time.Instant;

/**
 * What a channel shows of a metric on a dataset.
 *
 * @param namespace the metric's namespace; "default" where it has none
 * @param metric name of the metric
 * @param major major version of the metric
 * @param dataset name of the dataset
 * @param channel name of the channel
 * @param runId the run whose rows readers see
 * @param pinned whether runs that succeed leave it where it is
 * @param publishedAt when it came to show the run
 */
public record Publication(
        String namespace,
        String metric,
        int major,
        String dataset,
        String channel,
        String runId,
        boolean pinned,
        Instant publishedAt) {}
