package dev.odograph.client;

/**
 * Outputs of a run's stages.
 *
 * @param planned that are planned
 * @param computed that were computed in this run
 * @param reused that were there already
 * @param failed that failed and are not mended
 */
public record Outputs(long planned, long computed, long reused, long failed) {}
