package dev.odograph.examples.calibration;

import dev.odograph.test.Determinism;
import dev.odograph.test.Golden;
import dev.odograph.test.StepContracts;
import dev.odograph.test.TestGraph;
import dev.odograph.test.TestTable;
import dev.odograph.test.Tolerance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DetectionCalibrationTest {
    private static final TestTable DETECTIONS = TestTable.of(
                    Detection.class, "segment_id", "t_ms", "detection_id", "kind", "score", "east_m", "north_m")
            .row("s1", 0, 1, "car", 0.90, 10.0, 0.0) // right
            .row("s1", 0, 2, "car", 0.95, 10.4, 0.0) // right, and takes the object that is nearest to it
            .row("s1", 0, 3, "person", 0.85, 20.0, 0.0) // a kind that is not there
            .row("s1", 500, 1, "car", 0.30, 10.0, 0.9) // right, at some distance
            .row("s1", 500, 2, "car", 0.35, 10.0, 2.0) // too far away
            .row("s2", 0, 1, "car", 1.00, 0.0, 0.0); // right, and as sure as can be

    private static final TestTable TRUTH = TestTable.of(
                    Truth.class, "segment_id", "t_ms", "object_id", "kind", "east_m", "north_m")
            .row("s1", 0, 1, "car", 10.0, 0.0)
            .row("s1", 0, 2, "car", 10.5, 0.0)
            .row("s1", 0, 3, "car", 20.0, 0.0)
            .row("s1", 500, 1, "car", 10.0, 0.0)
            .row("s2", 0, 1, "car", 0.0, 0.0);

    private static final TestGraph GRAPH = TestGraph.of(new DetectionCalibration())
            .given("detections", DETECTIONS)
            .given("truth", TRUTH);

    @Test
    void detectionsFallIntoBinsWithTheirHits() {
        GRAPH.run()
                .table("calibration_bins")
                .hasColumn("segment_id", "s1", "s1", "s1", "s2")
                .hasColumn("bin", 4, 9, 10, 10)
                .hasColumn("detections", 2L, 1L, 2L, 1L)
                .hasColumn("hits", 1L, 0L, 2L, 1L)
                .hasColumn("mean_score", Tolerance.ROUNDING, 0.325, 0.85, 0.925, 1.0);
    }

    @Test
    void errorsOfTheFleetFollowTheCitedFormulas() {
        // by hand: bins 4, 9, 10 have |hits - scores| = 0.35, 0.85, 0.15 with 2, 1, 3 detections
        double brier = (0.7 * 0.7 + 0.35 * 0.35 + 0.85 * 0.85 + 0.1 * 0.1 + 0.05 * 0.05 + 0) / 6;
        GRAPH.run()
                .table("fleet_calibration")
                .hasColumn("detections", 6L)
                .hasColumn("expected_calibration_error", Tolerance.ROUNDING, (0.35 + 0.85 + 0.15) / 6)
                .hasColumn("maximum_calibration_error", Tolerance.ROUNDING, 0.85)
                .hasColumn("brier_score", Tolerance.ROUNDING, brier);
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        Golden.check("calibration_bins", GRAPH.run().table("calibration_bins"), Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(GRAPH);
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new DetectionCalibration());
    }
}
