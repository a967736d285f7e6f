package dev.odograph.dataset;

import dev.odograph.plan.SegmentRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recording.
 *
 * @param contentDigest SHA-256 over the names and digests of its tables; neither tags nor paths enter
 * @param rows rows of all tables
 * @param bytes bytes of all tables
 * @param durationMs last {@code t_ms} less the first; null where no table has times
 * @param distanceM way of the ego (the lowest position) by the trapezoid rule; null where it is not recorded
 * @param recordedAt when it was recorded; null where unknown
 * @param vehicle the vehicle that recorded; null where unknown or a platoon
 * @param release release of the robot's software; null where unknown
 * @param scenarioId scenario of a simulation, else null
 * @param scenarioSeed seed of a simulation, else null
 * @param sourceUri where it was imported from
 * @param tables its tables in order of name, at least one
 * @param tags free names and values, as corrected
 */
public record Segment(
        String segmentId,
        String contentDigest,
        long rows,
        long bytes,
        @Nullable Long durationMs,
        @Nullable Double distanceM,
        @Nullable Instant recordedAt,
        @Nullable String vehicle,
        @Nullable String release,
        @Nullable String scenarioId,
        @Nullable Long scenarioSeed,
        String sourceUri,
        List<SegmentTable> tables,
        SortedMap<String, String> tags) {
    public Segment {
        tables = List.copyOf(tables);
        tags = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** What planning knows of it; an unknown distance or duration counts as 0. */
    public SegmentRef ref() {
        return new SegmentRef(
                segmentId,
                contentDigest,
                rows,
                bytes,
                distanceM == null ? 0 : distanceM,
                durationMs == null ? 0 : durationMs);
    }

    /** The same with its tables in other files. */
    Segment withTables(List<SegmentTable> others) {
        return new Segment(
                segmentId,
                contentDigest,
                rows,
                bytes,
                durationMs,
                distanceM,
                recordedAt,
                vehicle,
                release,
                scenarioId,
                scenarioSeed,
                sourceUri,
                others,
                tags);
    }

    /** Absolute path by table name. */
    public Map<String, String> paths() {
        return tables.stream().collect(Collectors.toMap(SegmentTable::name, SegmentTable::path));
    }
}
