package dev.odograph.dataset;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one Parquet file says of itself.
 *
 * @param segmentId the one value of its column {@code segment_id}; null without that column
 * @param durationMs null without {@code t_ms}
 * @param distanceM null without {@code t_ms} and {@code speed_mps}
 * @param metadata the file's key-value metadata
 */
record FileFacts(
        SegmentTable table,
        @Nullable String segmentId,
        @Nullable Long durationMs,
        @Nullable Double distanceM,
        SortedMap<String, String> metadata) {}
