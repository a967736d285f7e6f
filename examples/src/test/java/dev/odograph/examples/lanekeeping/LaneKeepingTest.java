package dev.odograph.examples.lanekeeping;

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

/** The lane is 3.5 m wide and the vehicle 1.9 m: 0.8 m are free on each side. */
class LaneKeepingTest {
    private static final TestTable NONE =
            TestTable.of(LaneSample.class, "position", "t_ms", "speed_mps", "lane_offset_m");

    @Test
    void spreadIsAboutTheMeanAndRootMeanSquareAboutTheMiddle() {
        run(NONE.row(1, 0, 10, 0.1).row(1, 100, 10, 0.3).row(1, 200, 10, null))
                .hasColumn("seen_s", 0.2)
                .hasColumn("offset_mean_m", Tolerance.ROUNDING, 0.2)
                .hasColumn("offset_rms_m", Tolerance.ROUNDING, Math.sqrt(0.05))
                .hasColumn("sdlp_m", Tolerance.ROUNDING, 0.1)
                .hasColumn("distance_km", Tolerance.ROUNDING, 0.002)
                .hasColumn("departures", 0)
                .hasColumn("departures_per_km", 0.0);
    }

    @Test
    void timeToLineCrossingIsTheFreeRoomOverTheLateralSpeed() {
        TestTable rows = NONE;
        for (int at = 0; at < 5; at++) {
            rows = rows.row(1, at * 100, 10, 0.4 - 0.05 * at);
        }
        // in the middle: 0.3 m left of the middle, moving right by 0.5 m/s, so 1.1 m from the right line
        run(rows).hasColumn("min_tlc_s", Tolerance.ROUNDING, 2.2).hasColumn("tlc_exposed_s", 0.0);
        graph(rows).parameter("tlc_limit_s", 2.5).run().table("lane_keeping").hasColumn("tlc_exposed_s", 0.1);
    }

    @Test
    void aDepartureLastsFromTheFirstToTheLastSampleBeyondTheLine() {
        TestTable rows = offsets(NONE, 0, 0.7, 0.9, 1.0, 0.75, 0.85, 0.6, 0.0);

        graph(rows)
                .run()
                .table("lane_departures")
                .hasColumn("start_ms", 100)
                .hasColumn("side", "left")
                .hasColumn("duration_s", 0.3)
                .hasColumn("furthest_m", Tolerance.ROUNDING, 0.2);
        run(rows).hasColumn("departures", 1).hasColumn("departures_per_km", Tolerance.ROUNDING, 1 / 0.006);
    }

    @Test
    void theOtherSideIsAnotherDeparture() {
        graph(offsets(NONE, 0, 0.9, -0.9)).run().table("lane_departures").hasColumn("side", "left", "right");
    }

    @Test
    void linesOutOfSightForLongEndADeparture() {
        TestTable rows = offsets(offsets(NONE, 0, 0.9, 0.9), 700, 0.9);

        graph(rows).run().table("lane_departures").hasColumn("start_ms", 0, 700).hasColumn("duration_s", 0.1, 0.0);
    }

    @Test
    void whereNoLineIsSeenThereAreNoFigures() {
        run(NONE.row(1, 0, 10, null).row(1, 100, 10, null))
                .hasColumn("seen_s", 0.0)
                .hasColumn("sdlp_m", (Object) null)
                .hasColumn("departures", 0);
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        var run = graph(scene()).run();

        Golden.check("lane_departure", run.table("lane_departures"), Tolerance.ROUNDING);
        Golden.check("lane_keeping", run.table("lane_keeping"), Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(graph(scene()));
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new LaneKeeping());
    }

    /** Two vehicles that weave, one of them over the line, and one recording in which the camera is blind at times. */
    private static TestTable scene() {
        TestTable rows = TestTable.of(LaneSample.class, "segment_id", "position", "t_ms", "speed_mps", "lane_offset_m");
        for (int at = 0; at < 80; at++) {
            double weave = (at % 40 < 20 ? at % 20 : 20 - at % 20) / 20.0;
            rows = rows.row("weave", 1, at * 100, 25, 0.6 * weave)
                    .row("weave", 2, at * 100, 20, 0.2 - 1.2 * weave)
                    .row("blind", 1, at * 100, 15, at % 11 == 0 ? null : Double.valueOf(0.9 * weave));
        }
        return rows;
    }

    private static TestTable offsets(TestTable rows, long fromMs, double... offsetsM) {
        TestTable all = rows;
        for (int at = 0; at < offsetsM.length; at++) {
            all = all.row(1, fromMs + at * 100L, 10, offsetsM[at]);
        }
        return all;
    }

    private static TestTable run(TestTable samples) {
        return graph(samples).run().table("lane_keeping");
    }

    private static TestGraph graph(TestTable samples) {
        return TestGraph.of(new LaneKeeping()).given("samples", samples);
    }
}
