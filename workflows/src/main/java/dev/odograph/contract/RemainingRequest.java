package dev.odograph.contract;

/**
 * Asks what of a range of partitions must be executed; whatever is there already is taken over.
 *
 * @param runId the run
 * @param pass the pass that asks
 * @param sincePass outputs that failed in this pass or a later one are left out; they failed in this very traversal
 * @param from first partition
 * @param to one past the last partition; with {@code from} −1, the stages that reduce
 */
public record RemainingRequest(String runId, int pass, int sincePass, int from, int to) {}
