package dev.odograph.examples.stringstability;

import dev.odograph.examples.stringstability.StringStability.Sample;
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

class StringStabilityTest {
    /** Speeds are rounded to 0.1 mm/s. */
    private static final Tolerance ROUNDED = Tolerance.absolute(1e-3);

    @Test
    void aFollowerThatSwingsHalfAsMuchHasAGainOfOneHalf() {
        var run = graph(platoon("drive", 1, 0.5)).run();

        run.table("follower_gain")
                .hasColumn("position", 2)
                .hasColumn("seconds", 20.0)
                // a square wave of ±1 m/s about its mean
                .hasColumn("ahead_rms_mps", ROUNDED, 1.0)
                .hasColumn("own_rms_mps", ROUNDED, 0.5)
                .hasColumn("l2_gain", ROUNDED, 0.5)
                .hasColumn("linf_gain", ROUNDED, 0.5);
        run.table("string_stability")
                .hasColumn("amplifying", 0)
                .hasColumn("head_to_tail_gain", ROUNDED, 0.5)
                .hasColumn("strictly_stable", true);
    }

    @Test
    void gainsMultiplyFromHeadToTailAndTheWorstIsNamed() {
        graph(platoon("drive", 1, 1.5, 1.2))
                .run()
                .table("string_stability")
                .hasColumn("followers", 2)
                .hasColumn("amplifying", 1)
                .hasColumn("worst_l2_gain", ROUNDED, 1.5)
                .hasColumn("head_to_tail_gain", ROUNDED, 1.2)
                .hasColumn("strictly_stable", false);
    }

    @Test
    void withoutADisturbanceThereIsNoGain() {
        var run = graph(platoon("drive", 0, 0)).run();

        run.table("follower_gain").hasColumn("l2_gain", (Object) null).hasColumn("ahead_rms_mps", 0.0);
        run.table("string_stability").hasColumn("strictly_stable", (Object) null);
    }

    @Test
    void onlyMomentsThatBothHaveAreCompared() {
        TestTable rows = TestTable.of(Sample.class, "position", "t_ms", "speed_mps")
                .row(1, 0, 10)
                .row(1, 100, 12)
                .row(2, 100, 10)
                .row(2, 200, 12);

        graph(rows)
                .run()
                .table("follower_gain")
                .hasColumn("seconds", 0.1)
                .hasColumn("ahead_rms_mps", 1.0)
                .hasColumn("own_rms_mps", 1.0);
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        var run = graph(scene()).run();

        Golden.check("follower_gain", run.table("follower_gain"), Tolerance.ROUNDING);
        Golden.check("string_stability", run.table("string_stability"), Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(graph(scene()));
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new StringStability());
    }

    private static TestTable scene() {
        TestTable rows = platoon("damped", 1, 0.9, 0.7, 0.6);
        for (int at = 0; at < 200; at++) {
            for (int car = 1; car <= 3; car++) {
                // the stop of the leader arrives later and harder
                double stop = Math.max(0, Math.min(8, 0.3 * (at - 60 - 15 * car)) * (1 + 0.1 * car));
                rows = rows.row("stop", car, at * 100, Math.max(0, 9 - stop));
            }
        }
        return rows;
    }

    /** Each car swings by its amplitude around 20 m/s, a second up and a second down, for 20 s. */
    private static TestTable platoon(String segment, double... amplitudesMps) {
        TestTable rows = TestTable.of(Sample.class, "segment_id", "position", "t_ms", "speed_mps");
        for (int car = 1; car <= amplitudesMps.length; car++) {
            for (int at = 0; at < 200; at++) {
                rows = rows.row(segment, car, at * 100, 20 + (at / 10 % 2 == 0 ? 1 : -1) * amplitudesMps[car - 1]);
            }
        }
        return rows;
    }

    private static TestGraph graph(TestTable samples) {
        return TestGraph.of(new StringStability()).given("samples", samples);
    }
}
