package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An output that may be there already.
 *
 * @param stage index of the stage
 * @param partition index of the partition; −1 for a reduce
 * @param artifactKey key that the output has
 * @param batches the batches that the metrics of the stage store of it; empty where none does
 */
public record Candidate(int stage, int partition, String artifactKey, List<Batch> batches) {
    public Candidate {
        requireNonNull(artifactKey, "artifactKey is null");
        batches = List.copyOf(batches);
    }

    /**
     * A batch that an output needs.
     *
     * @param metric name of the metric
     * @param major major version of the metric
     * @param batchId identity of the rows
     */
    public record Batch(String metric, int major, String batchId) {
        public Batch {
            requireNonNull(metric, "metric is null");
            requireNonNull(batchId, "batchId is null");
        }
    }
}
