package dev.odograph.contract;

/**
 * How a run ended.
 *
 * @param runId the run
 * @param status SUCCEEDED, FAILED or CANCELLED
 * @param outputs outputs that were planned: stages by partitions, and reduces
 * @param executed outputs that were executed in any pass
 * @param reused outputs that were there already
 * @param missing outputs that are neither committed nor waived
 * @param summary a few lines for people: coverage, and what failed and why
 */
public record RunOutcome(
        String runId, RunStatus status, long outputs, long executed, long reused, long missing, String summary) {}
