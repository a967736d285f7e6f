package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;

/**
 * A follower and the vehicle before it at one moment.
 *
 * @param segmentId recording
 * @param position the follower's place
 * @param tMs time since the recording's own zero
 * @param speedMps the follower's speed
 * @param gapM gap between the two; noise at standstill may make it negative
 * @param closingMps how fast the gap closes: the follower's speed less the leader's
 */
public record Pair(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long tMs,
        @Unit("m/s") double speedMps,
        @Unit("m") double gapM,
        @Unit("m/s") double closingMps) {}
