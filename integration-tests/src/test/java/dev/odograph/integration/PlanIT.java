package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.activity.RunPreview;
import dev.odograph.activity.RunPreviews;
import dev.odograph.activity.StagePreview;
import dev.odograph.artifact.ArtifactStore;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.ImportAction;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.store.lineage.RunReport.StageCount;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said before a run is what the run then does, with the reason. */
class PlanIT {
    private static final int SEGMENTS = 3;
    private static final List<String> ALL =
            List.of("samples", "time_to_collision", "hard_brakes", "exposure", "platoon_safety", "fleet_safety");

    private static Lab lab;
    private static RunPreviews previews;

    @BeforeAll
    static void runOnce() {
        lab = Lab.open();
        previews = new RunPreviews(
                lab.stores.postgres(),
                lab.stores.datasets(),
                new ArtifactStore(lab.directory.artifacts()),
                new BundleShelf(lab.directory.bundleStore()));
        lab.simulated("plan", SEGMENTS, 31);
        lab.runs.succeed("plan-first", lab.input("plan"));
    }

    @Test
    void theSameAgainReusesAll() {
        RunPreview preview = previews.preview(lab.input("plan"), null);

        assertThat(preview.segments()).isEqualTo(SEGMENTS);
        assertThat(preview.partitions()).isEqualTo(SEGMENTS);
        assertThat(preview.comparedWith()).isNotNull();
        assertThat(preview.stages()).extracting(StagePreview::name).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(preview.stages()).allSatisfy(stage -> {
            assertThat(stage.reused()).isEqualTo(stage.outputs());
            assertThat(stage.computed() + stage.stored()).isZero();
            assertThat(stage.reasons()).isEmpty();
        });
    }

    @Test
    void aChangedSqlStepAndWhatReadsItAreComputedAsSaid() {
        Bundle changed = lab.bundles.withSql("exposure.sql", sql -> sql.replace("step_ms <= 200", "step_ms <= 150"));
        RunInput input = Lab.input(changed.digest(), "plan", Purpose.ADHOC, 1);

        Map<String, StagePreview> said = stages(previews.preview(input, null));

        assertThat(said.get("exposure").reasons()).containsExactly("step exposure: SQL text changed");
        assertThat(said.get("platoon_safety").reasons()).containsExactly("reads step exposure, which changed");
        assertThat(said.get("fleet_safety").reasons()).containsExactly("reads step platoon_safety, which changed");
        assertThat(said.get("exposure").rows()).isPositive();
        assertThat(said.get("exposure").seconds()).isPositive();
        assertThat(said.get("exposure").bytes()).isPositive();
        assertDoneAsSaid("plan-sql", input, said);
    }

    @Test
    void aChangedJavaClassIsNamed() {
        Bundle changed =
                lab.bundles.withJava("HardBrakes", source -> source.replace("LEAST_SAMPLES = 3", "LEAST_SAMPLES = 2"));
        RunInput input = Lab.input(changed.digest(), "plan", Purpose.ADHOC, 1);

        Map<String, StagePreview> said = stages(previews.preview(input, null));

        assertThat(said.get("hard_brakes").reasons())
                .containsExactly("step hard_brakes: Java code of the bundle changed");
        assertThat(said.get("exposure").computed()).isZero();
        assertDoneAsSaid("plan-java", input, said);
    }

    @Test
    void aParameterIsNamedWithBothValues() {
        RunInput input = new RunInput(
                Lab.GRAPH,
                null,
                lab.bundles.examples().digest(),
                "plan",
                Map.of("ttc_limit_s", "3.5"),
                Purpose.ADHOC,
                null,
                1L);

        Map<String, StagePreview> said = stages(previews.preview(input, null));

        assertThat(said.values().stream().flatMap(stage -> stage.reasons().stream()))
                .anySatisfy(reason -> assertThat(reason).contains("parameter ttc_limit_s", "4.0 → 3.5"));
        assertDoneAsSaid("plan-parameter", input, said);
    }

    @Test
    void aNewSegmentIsComputedAloneAndAllIsReducedAgain() {
        lab.simulated("plan_growing", 2, 32);
        lab.runs.succeed("plan-growing-first", lab.input("plan_growing"));
        lab.change("plan_growing", ImportAction.ADD, lab.recordings("plan_more", 1, 33));

        Map<String, StagePreview> said = stages(previews.preview(lab.input("plan_growing"), null));

        assertThat(said.get("exposure").computed()).isEqualTo(1);
        assertThat(said.get("exposure").reasons()).containsExactly("1 input segment is new or changed");
        assertThat(said.get("fleet_safety").computed()).isEqualTo(1);
        assertDoneAsSaid("plan-grown", lab.input("plan_growing"), said);
    }

    @Test
    void anArtifactThatIsGoneIsSaid() {
        lab.simulated("plan_gone", 2, 34);
        lab.runs.succeed("plan-gone-first", lab.input("plan_gone"));
        lab.results.forgetArtifact("plan-gone-first", "exposure", 0);

        Map<String, StagePreview> said = stages(previews.preview(lab.input("plan_gone"), null));

        assertThat(said.get("exposure").computed()).isEqualTo(1);
        assertThat(said.get("exposure").reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains("its output is not there", "plan-gone-first"));
        assertDoneAsSaid("plan-gone", lab.input("plan_gone"), said);
    }

    @Test
    void aGraphThatNeverRanHasNothingToExpect() {
        Bundle bundle = lab.bundles.author("NeverRan", """
                import dev.odograph.graph.*;
                public final class NeverRan implements GraphDefinition {
                    public record Sample(@Key String segmentId, @Key int position, @Key @Unit("ms") long tMs) {}
                    public record Last(@Key String segmentId, @Key int position, @Unit("ms") long lastMs) {}
                    public void define(Graph g) {
                        Table<Sample> samples = g.source("samples", Sample.class);
                        g.metric("last", "1.0", g.sql("last", Last.class, SqlText.sql(
                            "SELECT segment_id, position, max(t_ms) AS last_ms FROM samples GROUP BY ALL"), samples));
                    }
                }
                """, List.of());
        RunInput input = new RunInput("never_ran", null, bundle.digest(), "plan", Map.of(), Purpose.ADHOC, null, 1L);

        RunPreview preview = previews.preview(input, null);

        assertThat(preview.comparedWith()).isNull();
        assertThat(preview.stages()).allSatisfy(stage -> {
            assertThat(stage.computed()).isEqualTo(SEGMENTS);
            assertThat(stage.reasons()).containsExactly("graph never_ran never ran");
            assertThat(stage.rows()).isNull();
            assertThat(stage.seconds()).isNull();
        });
    }

    private static Map<String, StagePreview> stages(RunPreview preview) {
        return preview.stages().stream().collect(Collectors.toMap(StagePreview::name, stage -> stage));
    }

    private static void assertDoneAsSaid(String runId, RunInput input, Map<String, StagePreview> said) {
        lab.runs.succeed(runId, input);
        for (StageCount stage : lab.runs.report(runId).stages()) {
            StagePreview preview = said.get(stage.name());
            assertThat(stage.executed())
                    .as("executed outputs of stage %s", stage.name())
                    .isEqualTo(preview.computed() + preview.stored());
            assertThat(stage.memoHits()).as("stage %s", stage.name()).isEqualTo(preview.reused());
        }
    }
}
