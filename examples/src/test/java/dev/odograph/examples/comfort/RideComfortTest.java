package dev.odograph.examples.comfort;

import dev.odograph.examples.comfort.RideComfort.Sample;
import dev.odograph.test.Determinism;
import dev.odograph.test.Golden;
import dev.odograph.test.StepContracts;
import dev.odograph.test.TestGraph;
import dev.odograph.test.TestTable;
import dev.odograph.test.Tolerance;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RideComfortTest {
    @Test
    void aSteadyAccelerationIsItsOwnRootMeanSquareAndHasNoJerk() {
        // 2 m/s² for 4 s: 41 samples, of which the first and last two have no central difference
        run(drive("drive", 41, at -> 0.2 * at))
                .hasColumn("seconds", Tolerance.ROUNDING, 3.7)
                .hasColumn("rms_accel_mps2", Tolerance.absolute(1e-6), 2.0)
                .hasColumn("mtvv_mps2", Tolerance.absolute(1e-6), 2.0)
                // running seconds are whole from the tenth acceleration on
                .hasColumn("uncomfortable_s", Tolerance.ROUNDING, 2.8)
                .hasColumn("jerk_p99_mps3", Tolerance.absolute(1e-9), 0.0)
                .hasColumn("jerky_s", 0.0);
    }

    @Test
    void aSteadyJerkIsFoundInEachPercentile() {
        // v = t² m/s: acceleration 2 t, jerk 2 m/s³
        run(drive("drive", 31, at -> at * at / 100.0))
                .hasColumn("jerk_p50_mps3", Tolerance.absolute(1e-9), 2.0)
                .hasColumn("jerk_p95_mps3", Tolerance.absolute(1e-9), 2.0)
                .hasColumn("jerk_p99_mps3", Tolerance.absolute(1e-9), 2.0)
                // accelerations at 0.2 s to 2.8 s: the mean of 4 t² there
                .hasColumn("rms_accel_mps2", Tolerance.absolute(1e-6), Math.sqrt(4 * 7713 / 2700.0))
                // the last second: t from 1.9 s to 2.8 s
                .hasColumn("mtvv_mps2", Tolerance.absolute(1e-6), Math.sqrt(4 * 5.605));
    }

    @Test
    void theLimitOfJerkIsAParameter() {
        TestTable drive = drive("drive", 31, at -> at * at / 100.0);
        graph(drive)
                .parameter("jerk_limit_mps3", 1.9)
                .run()
                .table("ride_comfort")
                .hasColumn("jerky_s", 2.3);
    }

    @Test
    void nothingIsDerivedAcrossAHoleInTheRecording() {
        TestTable rows = TestTable.of(Sample.class, "position", "t_ms", "speed_mps");
        for (int at = 0; at < 9; at++) {
            rows = rows.row(1, at < 4 ? at * 100 : at * 100 + 300, 10.0 + (at < 4 ? 0 : 20));
        }
        run(rows).hasColumn("seconds", 0.1).hasColumn("rms_accel_mps2", 0.0).hasColumn("jerk_p50_mps3", (Object) null);
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        Golden.check("ride_comfort", run(scene()), Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(graph(scene()));
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new RideComfort());
    }

    /** A smooth start, a sway of 0.25 Hz, and a hard stop, in two recordings. */
    private static TestTable scene() {
        TestTable smooth = drive("smooth", 120, at -> 8 * Math.min(1, at / 80.0));
        TestTable rows = smooth;
        for (int at = 0; at < 120; at++) {
            double sway = at % 40 < 20 ? at % 20 : 20 - at % 20;
            rows = rows.row("stop", 1, at * 100, at < 100 ? 12 + 0.05 * sway : Math.max(0, 12 - 0.6 * (at - 100)));
        }
        return rows;
    }

    private static TestTable drive(String segment, int samples, IntToDoubleFunction speedMps) {
        TestTable rows = TestTable.of(Sample.class, "segment_id", "position", "t_ms", "speed_mps");
        for (int at = 0; at < samples; at++) {
            rows = rows.row(segment, 1, at * 100, speedMps.applyAsDouble(at));
        }
        return rows;
    }

    private static TestTable run(TestTable samples) {
        return graph(samples).run().table("ride_comfort");
    }

    private static TestGraph graph(TestTable samples) {
        return TestGraph.of(new RideComfort()).given("samples", samples);
    }
}
