package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.RowDigest;

/**
 * A write that is about to be sent.
 *
 * @param batchId the batch it carries
 * @param table the ClickHouse table it goes to
 * @param runId the run on whose behalf it is sent
 * @param digest digest of the rows it carries
 */
public record NewWrite(String batchId, String table, String runId, RowDigest digest) {
    public NewWrite {
        requireNonNull(batchId, "batchId is null");
        requireNonNull(table, "table is null");
        requireNonNull(runId, "runId is null");
        requireNonNull(digest, "digest is null");
    }
}
