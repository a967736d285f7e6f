package dev.odograph.client;

/**
 * What became of a decision on a run.
 *
 * @param runId id of the run
 * @param message what happens now, in a sentence
 */
public record Action(String runId, String message) {}
