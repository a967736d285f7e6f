package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.StageTask;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.store.lineage.RunReport.StageCount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is known is not computed again, and what depends on a change is. */
class MemoIT {
    private static final String FIRST = "memo-first";
    private static final int SEGMENTS = 4;

    private static Lab lab;

    @BeforeAll
    static void runOnce() {
        lab = Lab.open();
        lab.simulated("memo", SEGMENTS, 21);
        lab.runs.succeed(FIRST, lab.input("memo"));
    }

    @Test
    void theFirstRunExecutesEveryStageOfEveryPartition() {
        List<StageTask> scheduled = lab.runs.scheduledStages(lab.runs.history(FIRST));

        assertThat(scheduled).hasSize(5 * SEGMENTS + 1).doesNotHaveDuplicates();
        assertThat(Results.rows(lab.results.seen(FIRST))).isEqualTo(lab.results.artifactRows(FIRST));
    }

    @Test
    void theSameAgainSchedulesNoStageAndShowsTheSameRows() {
        RunOutcome outcome = lab.runs.succeed("memo-again", lab.input("memo"));

        assertThat(lab.runs.scheduledStages(lab.runs.history("memo-again"))).isEmpty();
        assertThat(outcome.executed()).isZero();
        assertThat(outcome.reused()).isEqualTo(5 * SEGMENTS + 1);
        assertThat(lab.results.seen("memo-again")).isEqualTo(lab.results.seen(FIRST));
    }

    @Test
    void aChangedSqlStepExecutesWithWhatDependsOnIt() {
        Bundle changed = lab.bundles.withSql("exposure.sql", sql -> sql.replace("step_ms <= 200", "step_ms <= 100"));

        lab.runs.succeed("memo-sql", Lab.input(changed.digest(), "memo", Purpose.ADHOC, 1));

        assertExecuted("memo-sql", Set.of("exposure", "platoon_safety", "fleet_safety"));
        assertThat(lab.results.seen("memo-sql").get("ttc"))
                .isEqualTo(lab.results.seen(FIRST).get("ttc"));
        assertThat(Results.rows(lab.results.seen("memo-sql"))).isEqualTo(lab.results.artifactRows("memo-sql"));
    }

    @Test
    void aChangedJavaStepExecutesWithWhatDependsOnIt() {
        Bundle changed =
                lab.bundles.withJava("HardBrakes", source -> source.replace("LEAST_SAMPLES = 3", "LEAST_SAMPLES = 1"));

        lab.runs.succeed("memo-java", Lab.input(changed.digest(), "memo", Purpose.ADHOC, 1));

        assertExecuted("memo-java", Set.of("hard_brakes", "platoon_safety", "fleet_safety"));
        assertThat(lab.results.seen("memo-java").get("exposure"))
                .isEqualTo(lab.results.seen(FIRST).get("exposure"));
        assertThat(Results.rows(lab.results.seen("memo-java"))).isEqualTo(lab.results.artifactRows("memo-java"));
    }

    @Test
    void anArtifactThatIsGoneIsComputedAgain() {
        String runId = "memo-gone";
        lab.simulated("memo_gone", 2, 22);
        lab.runs.succeed("memo-gone-first", lab.input("memo_gone"));
        lab.results.forgetArtifact("memo-gone-first", "exposure", 0);

        lab.runs.succeed(runId, lab.input("memo_gone"));

        assertThat(lab.runs.executedSince(runId, 1))
                .singleElement()
                .satisfies(output -> assertThat(output.partition()).isZero());
        assertThat(lab.results.seen(runId)).isEqualTo(lab.results.seen("memo-gone-first"));
    }

    /** These stages are executed for every partition, all others reused; Temporal's history says the same. */
    private static void assertExecuted(String runId, Set<String> stages) {
        for (StageCount stage : lab.runs.report(runId).stages()) {
            assertThat(stage.executed())
                    .as("executed outputs of stage %s", stage.name())
                    .isEqualTo(stages.contains(stage.name()) ? stage.planned() : 0);
            assertThat(stage.memoHits() + stage.executed()).isEqualTo(stage.planned());
        }
        List<String> names = lab.runs.stageNames(runId);
        Map<String, Long> scheduled = lab.runs.scheduledStages(lab.runs.history(runId)).stream()
                .collect(Collectors.groupingBy(task -> names.get(task.stage()), Collectors.counting()));
        assertThat(scheduled)
                .isEqualTo(stages.stream()
                        .collect(Collectors.toMap(
                                name -> name, name -> name.equals("fleet_safety") ? 1L : (long) SEGMENTS)));
    }
}
