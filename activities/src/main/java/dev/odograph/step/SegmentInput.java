package dev.odograph.step;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One segment of a partition.
 *
 * @param segmentId its id
 * @param tables absolute path of the Parquet file by table name
 */
public record SegmentInput(String segmentId, Map<String, String> tables) {
    public SegmentInput {
        requireNonNull(segmentId, "segmentId is null");
        tables = Map.copyOf(tables);
    }
}
