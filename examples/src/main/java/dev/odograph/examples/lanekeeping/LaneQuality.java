package dev.odograph.examples.lanekeeping;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;
import org.jspecify.annotations.Nullable;

/**
 * How well one vehicle of a recording kept its lane. Figures are null where the lines were never seen.
 *
 * @param segmentId recording
 * @param position which vehicle of the recording
 * @param seenS time with lines in sight
 * @param distanceKm driven, gaps in the recording left out
 * @param offsetMeanM mean of the offset, left positive
 * @param offsetRmsM root mean square of the offset
 * @param sdlpM standard deviation of the offset (of the population)
 * @param minTlcS least time to line crossing
 * @param tlcExposedS time with a time to line crossing below {@code tlc_limit_s}
 * @param departures departures from the lane
 * @param departuresPerKm departures over distance; null where it did not drive
 */
public record LaneQuality(
        @Key String segmentId,
        @Key int position,
        @Unit("s") double seenS,
        @Unit("km") double distanceKm,
        @Unit("m") @Nullable Double offsetMeanM,
        @Unit("m") @Nullable Double offsetRmsM,
        @Unit("m") @Nullable Double sdlpM,
        @Unit("s") @Nullable Double minTlcS,
        @Unit("s") double tlcExposedS,
        long departures,
        @Unit("1/km") @Nullable Double departuresPerKm) {}
