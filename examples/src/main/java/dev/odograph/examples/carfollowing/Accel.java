package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * Speed and acceleration of one vehicle at one moment.
 *
 * @param segmentId recording
 * @param position place in the platoon
 * @param tMs time since the recording's own zero
 * @param speedMps speed over ground
 * @param accelMps2 central difference over 0.4 s; null where a sample for it is missing
 */
public record Accel(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long tMs,
        @Unit("m/s") double speedMps,
        @Unit("m/s^2") @Nullable Double accelMps2) {}
