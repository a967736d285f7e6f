package dev.odograph.client;

/**
 * What part of the recordings a result stands on.
 *
 * @param segments segments that are computed
 * @param plannedSegments segments that are planned
 * @param distanceM distance of the computed segments, in metres
 * @param plannedDistanceM distance of the planned segments, in metres
 */
public record Coverage(long segments, long plannedSegments, double distanceM, double plannedDistanceM) {}
