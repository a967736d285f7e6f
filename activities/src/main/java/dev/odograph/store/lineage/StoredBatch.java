package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.RowDigest;
import java.util.List;

/**
 * A batch that a run shows, as it was committed.
 *
 * @param partition the partition that it is of; -1 for a reduce
 * @param writeNo the write that holds its rows
 * @param digest number and digest of its rows
 * @param segments its segments; empty for a reduce
 */
public record StoredBatch(int partition, long writeNo, RowDigest digest, List<String> segments) {
    public StoredBatch {
        requireNonNull(digest, "digest is null");
        segments = List.copyOf(segments);
    }
}
