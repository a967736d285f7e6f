package dev.odograph.dataset;

/**
 * A labelled time range of a segment.
 *
 * @param startMs first {@code t_ms} in it
 * @param endMs last {@code t_ms} in it, not before the first
 * @param label as "cut-in", "wet road"
 * @param revision number of the correction that made it; names it for removal
 */
public record Span(String segmentId, long startMs, long endMs, String label, long revision) {}
