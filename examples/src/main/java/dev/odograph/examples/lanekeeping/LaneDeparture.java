package dev.odograph.examples.lanekeeping;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;

/**
 * One departure from the lane.
 *
 * @param segmentId recording
 * @param position which vehicle of the recording
 * @param startMs its first sample beyond the line, since the recording's own zero
 * @param side left or right
 * @param durationS from its first to its last sample beyond the line
 * @param furthestM how far the side was beyond the line at most
 */
public record LaneDeparture(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long startMs,
        String side,
        @Unit("s") double durationS,
        @Unit("m") double furthestM) {}
