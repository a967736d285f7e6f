package dev.odograph.examples.encroachment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.examples.encroachment.PostEncroachment.Ego;
import dev.odograph.examples.encroachment.PostEncroachment.Encroachment;
import dev.odograph.examples.encroachment.PostEncroachment.Other;
import dev.odograph.examples.encroachment.PostEncroachment.Track;
import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Table;
import dev.odograph.test.Determinism;
import dev.odograph.test.Golden;
import dev.odograph.test.StepContracts;
import dev.odograph.test.TestGraph;
import dev.odograph.test.TestTable;
import dev.odograph.test.Tolerance;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PostEncroachmentTest {
    private static final Path LIBRARIES = Path.of("target", "native");

    /** The vehicle drives east at 1 m/s and is at the origin at 10 s; in a second recording no one comes near. */
    private static final TestTable EGO = TestTable.of(Ego.class, "segment_id", "t_ms", "east_m", "north_m")
            .row("walk_1", 5_000, -5.0, 0.0)
            .row("walk_1", 15_000, 5.0, 0.0)
            .row("walk_2", 0, 0.0, 0.0)
            .row("walk_2", 1_000, 1.0, 0.0);

    /** 1 crosses 4 s behind, 2 just before, 3 at the same time, 4 goes beside, 5 stands in the way and sways. */
    private static final TestTable OBJECTS = TestTable.of(
                    Other.class, "segment_id", "object_id", "t_ms", "east_m", "north_m")
            .row("walk_1", 1, 9_000, 0.0, -5.0)
            .row("walk_1", 1, 19_000, 0.0, 5.0)
            .row("walk_1", 2, 6_000, 2.0, 2.0)
            .row("walk_1", 2, 14_000, 2.0, -2.0)
            .row("walk_1", 3, 9_000, 1.0, -2.0)
            .row("walk_1", 3, 13_000, 1.0, 2.0)
            .row("walk_1", 4, 5_000, -5.0, 1.0)
            .row("walk_1", 4, 15_000, 5.0, 1.0)
            .row("walk_1", 5, 8_000, -1.0, -0.1)
            .row("walk_1", 5, 9_000, -1.0, 0.1)
            .row("walk_1", 5, 10_000, -1.0, -0.1)
            .row("walk_2", 1, 0, 50.0, 50.0);

    private static TestGraph graph() {
        return TestGraph.of(new PostEncroachment()).libraries(LIBRARIES);
    }

    private static TestGraph scene() {
        return graph().given("ego", EGO).given("objects", OBJECTS);
    }

    @Test
    void timePassesBetweenTheFirstThatLeavesAndTheSecondThatComes() {
        // 1: 14 s - 10 s, less 0.35 s and 0.25 s for their lengths. 2: 12 s - 10 s, less 0.35 s and, at 0.5 m/s, 0.5 s.
        scene().run()
                .table("encroachments")
                .hasColumn("track_id", 1, 2, 3)
                .hasColumn("pet_s", Tolerance.ROUNDING, 3.4, 1.15, 0.0)
                .hasColumn("ego_first", true, false, true)
                .hasColumn("t_ms", 14_000L, 12_000L, 11_000L)
                .hasColumn("east_m", Tolerance.ROUNDING, 0.0, 2.0, 1.0);
    }

    @Test
    void conflictsAreCountedForEachRecordingAlsoWhereNoOneCameNear() {
        scene().run()
                .table("conflicts")
                .hasColumn("segment_id", "walk_1", "walk_2")
                .hasColumn("encounters", 3L, 0L)
                .hasColumn("conflicts", 2L, 0L)
                .hasColumn("min_pet_s", Tolerance.ROUNDING, 0.0, null);
    }

    @Test
    void theScenesRowsAreThoseThatWereReviewed() {
        Golden.check("encroachments", scene().run().table("encroachments"), Tolerance.ROUNDING);
    }

    @Test
    void whatIsFartherApartThanTheParameterIsNoEncounter() {
        scene().parameter("max_pet_s", 1.0).run().table("encroachments").hasColumn("track_id", 3);
    }

    @Test
    void theKernelComputesWhatPlainJavaComputes() {
        for (int seed = 1; seed <= 5; seed++) {
            TestGraph both =
                    TestGraph.of(new Both()).libraries(LIBRARIES).given("tracks", randomWalks(new Random(seed)));
            TestTable kernel = both.runStep("by_kernel");

            assertThat(kernel.toString().lines())
                    .as("encounters of seed " + seed)
                    .hasSizeGreaterThan(2);
            kernel.isEqualTo(both.runStep("by_java"), Tolerance.ROUNDING);
        }
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
            Table<Track> tracks = g.source("tracks", Track.class);
            g.metric(
                    "kernel",
                    "1.0",
                    g.kernel(
                            "by_kernel",
                            Encroachment.class,
                            PostEncroachment.LIBRARY + "/post_encroachment_time",
                            tracks));
            g.metric("plain", "1.0", g.java("by_java", Encroachment.class, PlainEncroachments.class, tracks));
        }
    }

    private static TestTable randomWalks(Random random) {
        TestTable rows = TestTable.of(Track.class, "segment_id", "track_id", "t_ms", "east_m", "north_m");
        for (String segment : new String[] {"walk_1", "walk_2"}) {
            for (int track = 0; track < 12; track++) {
                double east = random.nextDouble(-4, 4);
                double north = random.nextDouble(-4, 4);
                for (int step = 0; step < 20; step++) {
                    rows = rows.row(segment, track, step * 700, east, north);
                    east += random.nextDouble(-1.5, 1.5);
                    north += random.nextDouble(-1.5, 1.5);
                }
            }
        }
        return rows;
    }
}
