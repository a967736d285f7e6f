package dev.odograph.contract;

/**
 * What executing a stage came to.
 *
 * @param rows rows put out
 * @param bytes bytes of the artifact
 * @param millis wall-clock time
 */
public record StageReport(long rows, long bytes, long millis) {}
