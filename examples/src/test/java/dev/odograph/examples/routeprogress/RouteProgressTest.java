package dev.odograph.examples.routeprogress;

import dev.odograph.examples.routeprogress.RouteProgress.Ego;
import dev.odograph.examples.routeprogress.RouteProgress.Mission;
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

class RouteProgressTest {
    private static final TestTable EGO = TestTable.of(Ego.class, "segment_id", "t_ms", "speed_mps");
    private static final TestTable MISSION =
            TestTable.of(Mission.class, "segment_id", "t_ms", "mode", "route_m", "route_length_m", "cross_track_m");

    /** 2 m of route in 1 s, driven at 2.5 m/s: it did not drive straight; after its goal it goes on. */
    private static final TestTable ARRIVED_EGO = EGO.row("arrived", 0, 2.5)
            .row("arrived", 500, 2.5)
            .row("arrived", 1000, 2.5)
            .row("arrived", 1500, 2.5);

    private static final TestTable ARRIVED = MISSION.row("arrived", 0, "autonomous", 0, 2, 0.3)
            .row("arrived", 500, "remote", 1, 2, -0.3)
            .row("arrived", 1000, "autonomous", 2, 2, 0.3);

    @Test
    void aMissionThatArrivesIsWeightedByThePathItTook() {
        run(ARRIVED_EGO, ARRIVED)
                .table("route_progress")
                .hasColumn("progress_m", 2.0)
                .hasColumn("completion", 1.0)
                .hasColumn("driven_m", 2.5)
                .hasColumn("progress_mps", 2.0)
                .hasColumn("cross_track_rms_m", Tolerance.ROUNDING, 0.3)
                .hasColumn("interventions", 1)
                .hasColumn("arrived", true)
                .hasColumn("success", true)
                .hasColumn("spl", Tolerance.ROUNDING, 2.0 / 2.5);
    }

    @Test
    void aPersonOnSiteMakesItNoSuccess() {
        run(ARRIVED_EGO, ARRIVED.row("arrived", 900, "manual", 1.8, 2, 0))
                .table("route_progress")
                .hasColumn("interventions", 1)
                .hasColumn("arrived", true)
                .hasColumn("success", false)
                .hasColumn("spl", 0.0);
    }

    @Test
    void withinTheToleranceOfTheGoalIsArrived() {
        TestTable ego = EGO.row("near", 0, 1.6);
        TestTable near = MISSION.row("near", 0, "autonomous", 0, 2, 0).row("near", 1000, "autonomous", 1.6, 2, 0);

        run(ego, near).table("route_progress").hasColumn("arrived", true).hasColumn("completion", 0.8);
        TestGraph.of(new RouteProgress())
                .given("ego", ego)
                .given("mission", near)
                .parameter("goal_m", 0.1)
                .run()
                .table("route_progress")
                .hasColumn("arrived", false);
    }

    @Test
    void theRateOfSuccessHasAnInterval() {
        TestTable ego = ARRIVED_EGO.row("open", 0, 1.0).row("open", 1000, 1.0);
        TestTable mission = ARRIVED.row("open", 0, "autonomous", 0, 9, 0).row("open", 1000, "autonomous", 1, 9, 0);

        run(ego, mission)
                .table("mission_success")
                .hasColumn("missions", 2)
                .hasColumn("successes", 1)
                .hasColumn("success_rate", 0.5)
                // Wilson's interval of 1 in 2
                .hasColumn("success_low", Tolerance.absolute(1e-4), 0.0945)
                .hasColumn("success_high", Tolerance.absolute(1e-4), 0.9055)
                .hasColumn("mean_spl", Tolerance.ROUNDING, 0.4)
                .hasColumn("km_per_intervention", Tolerance.ROUNDING, 0.0035);
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        var run = graph(sceneEgo(), sceneMission()).run();

        Golden.check("route_progress", run.table("route_progress"), Tolerance.ROUNDING);
        Golden.check("mission_success", run.table("mission_success"), Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(graph(sceneEgo(), sceneMission()));
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new RouteProgress());
    }

    private static TestTable sceneEgo() {
        TestTable rows = ARRIVED_EGO;
        for (int at = 0; at < 60; at++) {
            rows = rows.row("helped", at * 100, at < 30 || at > 40 ? 1.4 : 0).row("short", at * 100, 1.1);
        }
        return rows;
    }

    private static TestTable sceneMission() {
        TestTable rows = ARRIVED;
        for (int at = 0; at < 60; at++) {
            String mode = at < 34 || at > 45 ? "autonomous" : at < 38 ? "remote" : "manual";
            double helped = at < 30 ? 0.14 * at : at > 40 ? 0.14 * (at - 11) : 4.2;
            rows = rows.row("helped", at * 100, mode, helped, 6.0, 0.01 * (at % 9))
                    .row("short", at * 100, "autonomous", 0.11 * at, 50.0, -0.02 * (at % 7));
        }
        return rows;
    }

    private static TestRun run(TestTable ego, TestTable mission) {
        return graph(ego, mission).run();
    }

    private static TestGraph graph(TestTable ego, TestTable mission) {
        return TestGraph.of(new RouteProgress()).given("ego", ego).given("mission", mission);
    }
}
