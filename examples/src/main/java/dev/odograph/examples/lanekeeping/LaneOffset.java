package dev.odograph.examples.lanekeeping;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * A moment at which the lines were seen.
 *
 * @param segmentId recording
 * @param position which vehicle of the recording
 * @param tMs time since the recording's own zero
 * @param laneOffsetM of the vehicle's middle from the lane's, left positive
 * @param marginM of the nearer side to its line; negative beyond it
 * @param tlcS time until the side reaches the line it moves to; null where it hardly moves across, is beyond the line, or
 *     a sample for the lateral speed is missing
 */
public record LaneOffset(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long tMs,
        @Unit("m") double laneOffsetM,
        @Unit("m") double marginM,
        @Unit("s") @Nullable Double tlcS) {}
