package dev.odograph.examples.stuck;

import dev.odograph.examples.stuck.StuckAndRescue.Driving;
import dev.odograph.examples.stuck.StuckAndRescue.Ego;
import dev.odograph.examples.stuck.StuckAndRescue.Mode;
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

class StuckAndRescueTest {
    private static final TestTable DRIVING = TestTable.of(Driving.class, "t_ms", "speed_mps", "mode", "route_m");

    @Test
    void anEpisodeLastsFromTheFirstStandingMomentUntilItMoves() {
        TestTable rows = stand(DRIVING.row(0, 1.0, "autonomous", 4.9), 1, 12, "autonomous")
                .row(12_000, 1.0, "autonomous", 5);

        episodes(rows)
                .hasColumn("start_ms", 1_000)
                .hasColumn("stuck_s", 11.0)
                .hasColumn("help", "autonomous")
                .hasColumn("help_after_s", (Object) null)
                .hasColumn("rescue_s", (Object) null)
                .hasColumn("ended", true)
                .hasColumn("route_m", 5.0);
    }

    @Test
    void rescueIsFromTheTakeoverUntilItMoves() {
        TestTable rows = stand(stand(stand(DRIVING, 0, 6, "autonomous"), 6, 9, "remote"), 9, 15, "manual")
                .row(15_000, 0.8, "manual", 5);

        episodes(rows)
                .hasColumn("help_after_s", 6.0)
                .hasColumn("rescue_s", 9.0)
                .hasColumn("help", "manual")
                .hasColumn("stuck_s", 15.0);
    }

    @Test
    void aShortStandIsNone() {
        episodes(stand(DRIVING, 0, 9, "autonomous").row(9_000, 1.0, "autonomous", 5))
                .hasColumn("start_ms");
    }

    @Test
    void aHoleInTheRecordingEndsAnEpisodeThatMayHaveEndedInIt() {
        episodes(stand(stand(DRIVING, 0, 12, "remote"), 20, 25, "remote"))
                .hasColumn("stuck_s", 11.0)
                .hasColumn("ended", false)
                .hasColumn("rescue_s", (Object) null);
    }

    @Test
    void aMissionsTimesAreSummedAndStandingAtTheGoalIsNotBeingStuck() {
        TestTable ego = TestTable.of(Ego.class, "t_ms", "speed_mps");
        TestTable mode = TestTable.of(Mode.class, "t_ms", "mode", "route_m", "route_length_m");
        for (int second = 0; second <= 60; second++) {
            boolean stuck = second >= 10 && second < 30;
            ego = ego.row(second * 1_000, stuck || second > 40 ? 0 : 1.2);
            mode = mode.row(
                    second * 1_000, second >= 15 && second < 32 ? "remote" : "autonomous", second > 40 ? 50 : 20, 50);
        }
        TestGraph.of(new StuckAndRescue())
                .given("ego", ego)
                .given("mission", mode)
                .run()
                .table("stuck_time")
                .hasColumn("mission_s", 40.0)
                .hasColumn("episodes", 1)
                .hasColumn("stuck_s", 20.0)
                .hasColumn("stuck_share", 0.5)
                .hasColumn("remote", 1)
                .hasColumn("mean_help_after_s", 5.0)
                .hasColumn("mean_rescue_s", 15.0)
                .hasColumn("between_s", 20.0);
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        var run = scene().run();

        Golden.check("stuck_episode", run.table("stuck_episodes"), Tolerance.ROUNDING);
        Golden.check("stuck_time", run.table("stuck_time"), Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(scene());
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new StuckAndRescue());
    }

    /** One mission with two stands, one with none, one that is stuck to the end. */
    private static TestGraph scene() {
        TestTable ego = TestTable.of(Ego.class, "segment_id", "t_ms", "speed_mps");
        TestTable mode = TestTable.of(Mode.class, "segment_id", "t_ms", "mode", "route_m", "route_length_m");
        for (int second = 0; second < 90; second++) {
            boolean twice = (second >= 20 && second < 35) || (second >= 50 && second < 70);
            ego = ego.row("twice", second * 1_000, twice ? 0.02 : 1.3)
                    .row("free", second * 1_000, 1.2)
                    .row("lost", second * 1_000, second < 60 ? 1.1 : 0.0);
            mode = mode.row("twice", second * 1_000, second >= 55 && second < 72 ? "manual" : "autonomous", second, 100)
                    .row("free", second * 1_000, "autonomous", second, 80)
                    .row("lost", second * 1_000, second >= 68 ? "remote" : "autonomous", Math.min(60, second), 100);
        }
        return TestGraph.of(new StuckAndRescue()).given("ego", ego).given("mission", mode);
    }

    private static TestTable stand(TestTable rows, int fromS, int toS, String mode) {
        TestTable all = rows;
        for (int second = fromS; second < toS; second++) {
            all = all.row(second * 1_000, 0.05, mode, 5);
        }
        return all;
    }

    private static TestTable episodes(TestTable driving) {
        return TestGraph.of(new StuckAndRescue()).given("driving", driving).runStep("stuck_episodes");
    }
}
