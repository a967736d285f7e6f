package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A write that was registered and neither committed nor given up.
 *
 * @param writeNo its number
 * @param batchId the batch it carries
 * @param table the ClickHouse table it goes to
 * @param runId the run on whose behalf it was opened
 * @param openedAt when it was registered, by PostgreSQL's clock
 */
public record OpenWrite(long writeNo, String batchId, String table, String runId, Instant openedAt) {
    public OpenWrite {
        requireNonNull(batchId, "batchId is null");
        requireNonNull(table, "table is null");
        requireNonNull(runId, "runId is null");
        requireNonNull(openedAt, "openedAt is null");
    }
}
