package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * Surrogate safety of one pair at one moment.
 *
 * @param segmentId recording
 * @param position the follower's place
 * @param tMs time since the recording's own zero
 * @param ttcS time until they touch if neither changes its speed; null where they do not close in
 * @param dracMps2 deceleration that the follower needs to avoid the touch; null where they do not close in
 * @param headwayS time that the follower needs for the gap; null where it hardly moves
 */
public record Ttc(
        @Key String segmentId,
        @Key int position,
        @Key @Unit("ms") long tMs,
        @Unit("s") @Nullable Double ttcS,
        @Unit("m/s^2") @Nullable Double dracMps2,
        @Unit("s") @Nullable Double headwayS) {}
