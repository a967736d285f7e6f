package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * One vehicle at one moment, as recorded.
 *
 * @param segmentId recording
 * @param position place in the platoon; 1 leads
 * @param tMs time since the recording's own zero
 * @param vehicle model
 * @param speedMps speed over ground
 * @param eastM position in the local plane, east; null where it was not measured
 * @param northM position in the local plane, north; null where it was not measured
 * @param altM altitude; null where it was not measured
 * @param gapM bumper to bumper gap to position - 1; null where that one was not seen
 */
public record Sample(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long tMs,
        String vehicle,
        @Unit("m/s") double speedMps,
        @Unit("m") @Nullable Double eastM,
        @Unit("m") @Nullable Double northM,
        @Unit("m") @Nullable Double altM,
        @Unit("m") @Nullable Double gapM) {}
