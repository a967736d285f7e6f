package dev.odograph.examples.perception;

import dev.odograph.examples.perception.DetectionQuality.Detection;
import dev.odograph.examples.perception.DetectionQuality.Truth;
import dev.odograph.test.Determinism;
import dev.odograph.test.Golden;
import dev.odograph.test.StepContracts;
import dev.odograph.test.TestGraph;
import dev.odograph.test.TestRun;
import dev.odograph.test.TestTable;
import dev.odograph.test.Tolerance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DetectionQualityTest {
    private static final TestTable SEEN =
            TestTable.of(Detection.class, "t_ms", "detection_id", "kind", "score", "east_m", "north_m");
    private static final TestTable TRUE = TestTable.of(Truth.class, "t_ms", "object_id", "kind", "east_m", "north_m");

    @Test
    void precisionAndRecallAreCountedByKind() {
        TestTable seen = SEEN.row(0, 1, "child", 0.9, 0.3, 0.4)
                .row(0, 2, "child", 0.8, 9.0, 0.0)
                .row(0, 3, "dog", 0.7, 5.0, 0.0);
        TestTable truth =
                TRUE.row(0, 7, "child", 0.0, 0.0).row(0, 8, "child", 3.0, 0.0).row(0, 9, "child", 5.0, 0.0);

        run(seen, truth)
                .table("detection_quality")
                .hasColumn("kind", "child", "dog")
                .hasColumn("true_positives", 1, 0)
                .hasColumn("false_positives", 1, 1)
                .hasColumn("missed", 2, 0)
                .hasColumn("precision", 0.5, 0.0)
                .hasColumn("recall", Tolerance.ROUNDING, 1 / 3.0, null)
                .hasColumn("f1", Tolerance.ROUNDING, 2 / 5.0, 0.0)
                .hasColumn("mean_distance_m", Tolerance.ROUNDING, 0.5, null);
    }

    @Test
    void theSurestDetectionTakesTheObjectThoughAnotherIsNearer() {
        TestTable seen = SEEN.row(0, 1, "child", 0.6, 0.1, 0.0).row(0, 2, "child", 0.9, 0.5, 0.0);

        run(seen, TRUE.row(0, 7, "child", 0.0, 0.0))
                .table("detection_matches")
                .hasColumn("outcome", "false_positive", "true_positive")
                .hasColumn("id", 1, 2)
                .hasColumn("object_id", Tolerance.EXACT, null, 7)
                .hasColumn("distance_m", Tolerance.EXACT, null, 0.5);
    }

    @Test
    void tiesAreSettledByTheLowerIds() {
        // equal scores: detection 1 chooses first; equal distances: it takes object 7
        TestTable seen = SEEN.row(0, 2, "child", 0.9, 0.0, 0.0).row(0, 1, "child", 0.9, 0.0, 0.0);
        TestTable truth = TRUE.row(0, 8, "child", 0.5, 0.0).row(0, 7, "child", -0.5, 0.0);

        run(seen, truth).table("detection_matches").hasColumn("id", 1, 2).hasColumn("object_id", 7, 8);
    }

    @Test
    void anObjectOfAnotherFrameOrTooFarAwayIsNoMatch() {
        TestTable seen = SEEN.row(0, 1, "child", 0.9, 0.0, 0.0).row(500, 1, "child", 0.9, 2.0, 0.0);

        TestTable truth = TRUE.row(500, 7, "child", 0.9, 0.0);
        run(seen, truth)
                .table("detection_quality")
                .hasColumn("true_positives", 0)
                .hasColumn("false_positives", 2)
                .hasColumn("missed", 1);
        graph(seen, truth)
                .parameter("match_m", 1.1)
                .run()
                .table("detection_quality")
                .hasColumn("true_positives", 1);
    }

    @Test
    void detectionsBelowTheLeastScoreDoNotCount() {
        run(SEEN.row(0, 1, "child", 0.29, 0, 0), TRUE.row(0, 7, "child", 0, 0))
                .table("detection_quality")
                .hasColumn("missed", 1)
                .hasColumn("false_positives", 0)
                .hasColumn("precision", (Object) null);
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        TestRun run = scene().run();

        Golden.check("detection_match", run.table("detection_matches"), Tolerance.ROUNDING);
        Golden.check("detection_quality", run.table("detection_quality"), Tolerance.ROUNDING);
        Golden.check("perception_quality", run.table("perception_quality"), Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(scene());
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new DetectionQuality());
    }

    /** A row of pedestrians and a dog, seen with growing errors, in two recordings of three frames. */
    private static TestGraph scene() {
        TestTable seen = TestTable.of(
                Detection.class, "segment_id", "t_ms", "detection_id", "kind", "score", "east_m", "north_m");
        TestTable truth = TestTable.of(Truth.class, "segment_id", "t_ms", "object_id", "kind", "east_m", "north_m");
        for (String segment : new String[] {"day", "night"}) {
            double error = segment.equals("day") ? 0.1 : 0.35;
            for (int frame = 0; frame < 3; frame++) {
                for (int object = 1; object <= 4; object++) {
                    String kind = object == 4 ? "dog" : "pedestrian";
                    truth = truth.row(segment, frame * 500, object, kind, 2.0 * object, 0.5 * frame);
                    seen = seen.row(
                            segment,
                            frame * 500,
                            object,
                            object == 3 && frame == 2 ? "dog" : kind,
                            0.95 - 0.15 * object - 0.1 * frame,
                            2.0 * object + error * object,
                            0.5 * frame);
                }
            }
        }
        return graph(seen, truth);
    }

    private static TestRun run(TestTable seen, TestTable truth) {
        return graph(seen, truth).run();
    }

    private static TestGraph graph(TestTable seen, TestTable truth) {
        return TestGraph.of(new DetectionQuality()).given("detections", seen).given("ground_truth", truth);
    }
}
