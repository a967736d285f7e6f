package dev.odograph.plan;

import static java.util.Objects.requireNonNull;

/**
 * What planning knows of a segment.
 *
 * @param segmentId its id
 * @param contentDigest SHA-256 of its tables
 * @param rows rows of all its tables
 * @param bytes bytes of all its tables
 * @param distanceM distance driven in metres; 0 where unknown
 * @param durationMs duration in milliseconds; 0 where unknown
 */
public record SegmentRef(
        String segmentId, String contentDigest, long rows, long bytes, double distanceM, long durationMs) {
    public SegmentRef {
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(contentDigest, "contentDigest is null");
    }
}
