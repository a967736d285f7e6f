package dev.odograph.api;

import dev.odograph.dataset.Segment;
import dev.odograph.dataset.SegmentTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A recording. */
@Schema(name = "Segment", description = "A recording: a drive or a simulation.")
public record SegmentAnswer(
        @Schema(description = "Its id in the dataset.") String segmentId,

        @Schema(description = "SHA-256 over the names and digests of its tables, in hex.")
        String contentDigest,

        @Schema(description = "Rows of all its tables.") long rows,

        @Schema(description = "Bytes of all its files.") long bytes,

        @Schema(description = "Duration in milliseconds; null where no table has times.", nullable = true) @Nullable
        Long durationMs,

        @Schema(description = "Way of the ego in metres; null where it is not recorded.", nullable = true) @Nullable
        Double distanceM,

        @Schema(description = "When it was recorded; null where that is not known.", nullable = true) @Nullable
        Instant recordedAt,

        @Schema(description = "The vehicle that recorded; null where unknown, or a platoon.", nullable = true) @Nullable
        String vehicle,

        @Schema(description = "Release of the robot's software; null where unknown.", nullable = true) @Nullable
        String release,

        @Schema(description = "Scenario of a simulation; null of a drive.", nullable = true) @Nullable
        String scenarioId,

        @Schema(description = "Seed of a simulation; null of a drive.", nullable = true) @Nullable
        Long scenarioSeed,

        @Schema(description = "Names of its tables, in order.")
        List<String> tables,

        @Schema(description = "Free names and values.") Map<String, String> tags) {
    public SegmentAnswer {
        tables = List.copyOf(tables);
    }

    static SegmentAnswer of(Segment segment) {
        return new SegmentAnswer(
                segment.segmentId(),
                segment.contentDigest(),
                segment.rows(),
                segment.bytes(),
                segment.durationMs(),
                segment.distanceM(),
                segment.recordedAt(),
                segment.vehicle(),
                segment.release(),
                segment.scenarioId(),
                segment.scenarioSeed(),
                segment.tables().stream().map(SegmentTable::name).toList(),
                segment.tags());
    }
}
