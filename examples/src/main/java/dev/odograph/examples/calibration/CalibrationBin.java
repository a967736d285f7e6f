package dev.odograph.examples.calibration;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;

/**
 * The detections of a recording whose scores fall into one of equally wide bins; bins without detections have no row.
 *
 * @param segmentId recording
 * @param bin number, 1 for the lowest scores
 * @param scoreFrom lower edge, inclusive
 * @param scoreTo upper edge, exclusive; only the highest bin includes it
 * @param detections how many
 * @param hits how many of them are right
 * @param scoreSum sum of their scores: so many would be right, were the scores true
 * @param squaredErrorSum sum of (score − outcome)²
 * @param meanScore mean of their scores
 * @param hitRate share of them that is right
 */
public record CalibrationBin(
        @Key String segmentId,
        @Key int bin,
        @Unit("1") double scoreFrom,
        @Unit("1") double scoreTo,
        long detections,
        long hits,
        @Unit("1") double scoreSum,
        @Unit("1") double squaredErrorSum,
        @Unit("1") double meanScore,
        @Unit("1") double hitRate) {}
