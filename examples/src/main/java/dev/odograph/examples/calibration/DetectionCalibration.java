package dev.odograph.examples.calibration;

import static dev.odograph.graph.PythonText.pythonResource;
import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Table;

/**
 * Calibration of detections against ground truth. A detection is right if something of its kind is within
 * {@code match_m} of it that no detection with a higher score in that frame has taken.
 *
 * <p>Expected and maximum calibration error: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks",
 * ICML 2017, equations (3) and (5), after Naeini, Cooper and Hauskrecht, AAAI 2015. Brier score: Brier, "Verification of
 * forecasts expressed in terms of probability", Monthly Weather Review 78, 1950.
 */
public final class DetectionCalibration implements GraphDefinition {
    @Override
    public void define(Graph g) {
        g.description("Do a detector's scores say how often it is right? By bins of the score, and for the fleet");
        g.owner("perception");
        g.parameter("match_m", 1.0, "m");
        g.parameter("bins", 10);
        Table<Detection> detections = g.source("detections", Detection.class, "detections");
        Table<Truth> truth = g.source("truth", Truth.class, "ground_truth");
        Table<Detection> scored = g.check("scores_are_probabilities", detections, rules -> rules.range("score", 0, 1));
        Table<CalibrationBin> bins = g.python(
                "calibration_bins",
                CalibrationBin.class,
                pythonResource(DetectionCalibration.class, "calibration.py"),
                "calibration_bins",
                scored,
                truth);
        Table<FleetCalibration> fleet = g.reduce(
                "fleet_calibration",
                FleetCalibration.class,
                sqlResource(DetectionCalibration.class, "fleet_calibration.sql"),
                bins);
        g.metric("calibration_bins", "1.0", bins);
        g.metric("fleet_calibration", "1.0", fleet);
    }
}
