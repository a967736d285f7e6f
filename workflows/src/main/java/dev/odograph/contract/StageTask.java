package dev.odograph.contract;

/**
 * One stage to be executed for one partition. All else is read from the ledger.
 *
 * @param runId the run
 * @param pass the pass that asks
 * @param stage index of the stage
 * @param partition index of the partition; −1 for all of them
 */
public record StageTask(String runId, int pass, int stage, int partition) {}
