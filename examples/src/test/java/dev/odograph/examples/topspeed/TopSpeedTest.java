package dev.odograph.examples.topspeed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
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

class TopSpeedTest {
    private static final TestTable SPEEDS = TestTable.of(
                    TopSpeed.Speed.class, "segment_id", "position", "t_ms", "speed_mps")
            .row("drive_1", 1, 0, 20.0)
            .row("drive_1", 1, 100, 30.0)
            .row("drive_1", 2, 0, 10.0)
            .row("drive_2", 1, 0, 5.0);

    @Test
    void theFastestMomentOfEachVehicleCounts() {
        TestGraph.of(new TopSpeed())
                .given("speeds", SPEEDS)
                .run()
                .table("top_speed")
                .hasColumn("top_mps", 30.0, 10.0, 5.0)
                .hasColumn("top_kmh", Tolerance.ROUNDING, 108.0, 36.0, 18.0);
    }

    @Test
    void aTestNeedsOnlyTheColumnsThatItIsAbout() {
        TestGraph.of(new TopSpeed())
                .given(
                        "speeds",
                        TestTable.of(TopSpeed.Speed.class, "position", "t_ms", "speed_mps")
                                .row(1, 0, 20.0)
                                .row(1, 100, 30.0))
                .run()
                .table("top_speed")
                .hasColumn("top_mps", 30.0);
    }

    @Test
    void anImplausibleSpeedIsAnErrorThatNamesTheRow() {
        TestGraph fast = TestGraph.of(new TopSpeed()).given("speeds", SPEEDS.row("drive_2", 1, 100, 300.0));

        assertThatThrownBy(fast::run)
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("plausible")
                .hasMessageContaining("speed_mps")
                .hasMessageContaining("t_ms = 100");
    }

    @Test
    void theRowsAreThoseThatWereReviewed() {
        Golden.check(
                "top_speed",
                TestGraph.of(new TopSpeed()).given("speeds", SPEEDS).run().table("top_speed"),
                Tolerance.ROUNDING);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(TestGraph.of(new TopSpeed()).given("speeds", SPEEDS));
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(new TopSpeed());
    }
}
