package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;

/**
 * How far and how long one vehicle of a recording drove.
 *
 * @param segmentId recording
 * @param position place in the platoon
 * @param samples rows of it
 * @param distanceKm speed integrated by the trapezoid rule, gaps in the recording left out
 * @param hours time, gaps in the recording left out
 */
public record Exposure(
        @Key String segmentId,
        @Key int position,
        long samples,
        @Unit("km") double distanceKm,
        @Unit("h") double hours) {}
