package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;

/**
 * One hard braking.
 *
 * @param segmentId recording
 * @param position place in the platoon
 * @param startMs time of its first sample, since the recording's own zero
 * @param durationS from its first to its last sample
 * @param minAccelMps2 strongest deceleration in it; negative
 * @param entrySpeedMps speed at its first sample
 */
public record HardBrake(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long startMs,
        @Unit("s") double durationS,
        @Unit("m/s^2") double minAccelMps2,
        @Unit("m/s") double entrySpeedMps) {}
