package dev.odograph.examples.lanekeeping;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * One vehicle at one moment, as recorded.
 *
 * @param segmentId recording
 * @param position which vehicle of the recording
 * @param tMs time since the recording's own zero, 100 ms apart
 * @param speedMps speed over ground
 * @param laneOffsetM of the vehicle's middle from the lane's, left positive; null where the lines were not seen
 */
public record LaneSample(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long tMs,
        @Unit("m/s") double speedMps,
        @Unit("m") @Nullable Double laneOffsetM) {}
