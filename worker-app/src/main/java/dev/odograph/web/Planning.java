package dev.odograph.web;

import dev.odograph.contract.RunStatus;

/**
 * A run that Temporal has and the ledger has not, since it is not planned yet.
 *
 * @param message where planning stands
 */
public record Planning(String runId, RunStatus status, String message) {}
