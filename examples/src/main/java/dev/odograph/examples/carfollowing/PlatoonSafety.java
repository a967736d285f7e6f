package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * Safety of one recording. Counts are 0 and minima, maxima and quantiles null where there is nothing to count.
 *
 * @param segmentId recording
 * @param samples rows recorded
 * @param pairs rows with a follower and the vehicle before it
 * @param ttcRows pairs that close in
 * @param minTtcS least time to collision
 * @param maxDracMps2 greatest deceleration needed
 * @param tetS time exposed to a time to collision below the limit, over all followers
 * @param headwayP05S 5th percentile of headway, interpolated
 * @param headwayP50S median of headway, interpolated
 * @param hardBrakes hard brakings
 * @param distanceKm driven by all vehicles
 * @param hours driven by all vehicles
 */
public record PlatoonSafety(
        @Key String segmentId,
        long samples,
        long pairs,
        long ttcRows,
        @Unit("s") @Nullable Double minTtcS,
        @Unit("m/s^2") @Nullable Double maxDracMps2,
        @Unit("s") double tetS,
        @Unit("s") @Nullable Double headwayP05S,
        @Unit("s") @Nullable Double headwayP50S,
        long hardBrakes,
        @Unit("km") double distanceKm,
        @Unit("h") double hours) {}
