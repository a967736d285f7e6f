package dev.odograph.store.lineage;

import dev.odograph.batch.BatchRecord;

/**
 * A batch that is visible somewhere.
 *
 * @param batch what it is
 * @param writeNo the write that carries its rows
 * @param runId one of the runs that refer to it
 */
public record CarriedBatch(BatchRecord batch, long writeNo, String runId) {}
