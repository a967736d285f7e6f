package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * Safety of all recordings together, in one row; see {@link PlatoonSafety}.
 *
 * @param segments recordings
 * @param samples rows recorded
 * @param pairs rows with a follower and the vehicle before it
 * @param ttcRows pairs that close in
 * @param minTtcS least time to collision
 * @param maxDracMps2 greatest deceleration needed
 * @param tetS time exposed to a time to collision below the limit
 * @param hardBrakes hard brakings
 * @param distanceKm driven by all vehicles
 * @param hours driven by all vehicles
 */
public record FleetSafety(
        long segments,
        long samples,
        long pairs,
        long ttcRows,
        @Unit("s") @Nullable Double minTtcS,
        @Unit("m/s^2") @Nullable Double maxDracMps2,
        @Unit("s") double tetS,
        long hardBrakes,
        @Unit("km") double distanceKm,
        @Unit("h") double hours) {}
