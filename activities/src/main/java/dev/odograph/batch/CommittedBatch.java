package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.RowDigest;

/**
 * A batch that readers may see.
 *
 * @param batchId its id
 * @param table ClickHouse table that holds its rows
 * @param writeNo the write that carried them
 * @param digest digest of its rows
 */
public record CommittedBatch(String batchId, String table, long writeNo, RowDigest digest) {
    public CommittedBatch {
        requireNonNull(batchId, "batchId is null");
        requireNonNull(table, "table is null");
        requireNonNull(digest, "digest is null");
    }
}
