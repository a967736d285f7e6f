package dev.odograph.store.lineage;

import java.util.List;

/**
 * A publication whose readers see rows of recordings that the newest version of its dataset no longer holds as they were.
 *
 * @param namespace the metric's namespace
 * @param metric name of the metric
 * @param major its major version
 * @param channel name of the channel
 * @param runId the run that readers of the channel see
 * @param datasetVersion version of the dataset that the run read
 * @param replaced how many of the run's segments have other content now
 * @param retracted how many of them are no longer held
 * @param firstSegments the first of both, in order of id
 */
public record StalePublication(
        String namespace,
        String metric,
        int major,
        String channel,
        String runId,
        long datasetVersion,
        long replaced,
        long retracted,
        List<String> firstSegments) {
    public StalePublication {
        firstSegments = List.copyOf(firstSegments);
    }
}
