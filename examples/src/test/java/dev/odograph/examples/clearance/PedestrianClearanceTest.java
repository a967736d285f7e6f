package dev.odograph.examples.clearance;

import dev.odograph.examples.clearance.PedestrianClearance.Clearance;
import dev.odograph.examples.clearance.PedestrianClearance.Encounter;
import dev.odograph.examples.clearance.PedestrianClearance.Robot;
import dev.odograph.examples.clearance.PedestrianClearance.Someone;
import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Table;
import dev.odograph.test.Determinism;
import dev.odograph.test.Equivalence;
import dev.odograph.test.Golden;
import dev.odograph.test.StepContracts;
import dev.odograph.test.TestGraph;
import dev.odograph.test.TestTable;
import dev.odograph.test.Tolerance;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PedestrianClearanceTest {
    private static final Path LIBRARIES = Path.of("target", "native");

    /** The robot drives east at 1 m/s for 0.4 s, then north; in a second recording there is no one on foot. */
    private static final TestTable ROBOT = TestTable.of(
                    Robot.class, "segment_id", "t_ms", "speed_mps", "east_m", "north_m")
            .row("walk_1", 0, 1.0, 0.0, 0.0)
            .row("walk_1", 200, 1.0, 0.2, 0.0)
            .row("walk_1", 400, 1.0, 0.4, 0.0)
            .row("walk_1", 10_000, 0.5, 0.4, 1.0)
            .row("walk_1", 10_400, 0.5, 0.4, 1.3)
            .row("walk_2", 0, 0.0, 0.0, 0.0);

    /** 3 comes towards it, 4 stands at its right as it drives north, a dog is no person, 5 is too far to count. */
    private static final TestTable AROUND = TestTable.of(
                    Someone.class, "segment_id", "object_id", "t_ms", "kind", "east_m", "north_m")
            .row("walk_1", 3, 0, "pedestrian", 2.0, 0.0)
            .row("walk_1", 3, 200, "pedestrian", 1.4, 0.0)
            .row("walk_1", 3, 400, "pedestrian", 1.3, 0.0)
            .row("walk_1", 4, 10_400, "child", 1.4, 1.3)
            .row("walk_1", 5, 0, "pedestrian", 30.0, 0.0)
            .row("walk_1", 6, 0, "dog", 0.5, 0.0)
            .row("walk_2", 1, 0, "cyclist", 3.0, 0.0);

    private static TestGraph graph() {
        return TestGraph.of(new PedestrianClearance()).libraries(LIBRARIES);
    }

    private static TestGraph scene() {
        return graph().given("robot", ROBOT).given("around", AROUND);
    }

    @Test
    void theNarrowestMomentOfEachPersonCountsAndTheTimeBelowTheLimit() {
        // 3: 1.3 - 0.4 - 0.35 - 0.25 = 0.3 m at 0.4 s; 0.6 m at 0.2 s. 4, beside: 1.0 - 0.275 - 0.25.
        scene().run()
                .table("passings")
                .hasColumn("object_id", 3, 4)
                .hasColumn("t_ms", 400L, 10_400L)
                .hasColumn("min_clearance_m", Tolerance.ROUNDING, 0.3, 0.475)
                .hasColumn("speed_mps", 1.0, 0.5)
                .hasColumn("bearing_rad", Tolerance.ROUNDING, 0.0, -Math.PI / 2)
                .hasColumn("below_s", Tolerance.ROUNDING, 0.1, 0.0);
    }

    @Test
    void aRecordingIsSummedUpAlsoWhereNoOneWasOnFoot() {
        scene().run()
                .table("summary")
                .hasColumn("people", 2L, 0L)
                .hasColumn("too_close", 1L, 0L)
                .hasColumn("min_clearance_m", Tolerance.ROUNDING, 0.3, null)
                .hasColumn("below_s", Tolerance.ROUNDING, 0.1, 0.0);
    }

    @Test
    void theLimitAndTheFootprintAreParameters() {
        scene().parameter("limit_m", 0.65)
                .parameter("length_m", 0.8)
                .run()
                .table("passings")
                .hasColumn("min_clearance_m", Tolerance.ROUNDING, 0.25, 0.475)
                .hasColumn("below_s", Tolerance.ROUNDING, 0.3, 0.1);
    }

    @Test
    void theScenesRowsAreThoseThatWereReviewed() {
        Golden.check("passings", scene().run().table("passings"), Tolerance.ROUNDING);
    }

    @Test
    void theKernelComputesWhatPlainJavaComputes() {
        Equivalence.check(TestGraph.of(new Both()).libraries(LIBRARIES), "by_java", "by_kernel", Tolerance.ROUNDING, 6);
    }

    @Test
    void theRowsAreTheSameAgainAndHoweverSegmentsAreGrouped() {
        Determinism.check(scene());
    }

    @TestFactory
    Stream<DynamicTest> everyStepKeepsItsContract() {
        return StepContracts.of(graph());
    }

    /** The kernel and the plain step beside each other. */
    static final class Both implements GraphDefinition {
        @Override
        public void define(Graph g) {
            Table<Encounter> encounters = g.source("encounters", Encounter.class);
            g.metric(
                    "kernel",
                    "1.0",
                    g.kernel("by_kernel", Clearance.class, "libodograph_examples.so/footprint_clearance", encounters));
            g.metric("plain", "1.0", g.java("by_java", Clearance.class, PlainClearances.class, encounters));
        }
    }
}
