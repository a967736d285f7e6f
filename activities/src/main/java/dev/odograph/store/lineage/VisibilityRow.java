package dev.odograph.store.lineage;

/**
 * One row of the mirror: under a run, a metric's rows of a segment are those of one write.
 *
 * @param runId the run
 * @param metric name of the metric
 * @param major its major version
 * @param segmentId the segment; empty for a reduce
 * @param writeNo the write that holds the rows
 * @param revision of rows with the same run, metric, major and segment, the highest counts
 */
public record VisibilityRow(String runId, String metric, int major, String segmentId, long writeNo, long revision) {}
