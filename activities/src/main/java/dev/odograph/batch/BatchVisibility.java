package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A run's reference to a batch, as readers' visibility needs it.
 *
 * @param runId the run under which the batch is visible
 * @param metric the metric's name
 * @param major the metric's major version
 * @param segments the segments of the batch's partition; empty for a reduce
 * @param writeNo the write that carried its rows
 * @param revision place in the ledger's one order; the highest wins
 * @param stated whether the write has summary states
 */
public record BatchVisibility(
        String runId, String metric, int major, List<String> segments, long writeNo, long revision, boolean stated) {
    public BatchVisibility {
        requireNonNull(runId, "runId is null");
        requireNonNull(metric, "metric is null");
        segments = List.copyOf(segments);
    }
}
