package dev.odograph.examples.calibration;

import dev.odograph.graph.Unit;

/**
 * How far a detector's scores can be believed, over all recordings.
 *
 * @param detections how many
 * @param expectedCalibrationError mean distance of score and hit rate over the bins, weighted by their detections
 * @param maximumCalibrationError the greatest such distance
 * @param brierScore mean of (score − outcome)²; 0 is perfect, 0.25 is a coin's
 */
public record FleetCalibration(
        long detections,
        @Unit("1") double expectedCalibrationError,
        @Unit("1") double maximumCalibrationError,
        @Unit("1") double brierScore) {}
