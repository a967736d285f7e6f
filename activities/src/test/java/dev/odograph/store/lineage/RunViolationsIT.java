package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.MEMO;
import static dev.odograph.store.lineage.Ledger.OUTPUTS;
import static dev.odograph.store.lineage.Ledger.READER;
import static dev.odograph.store.lineage.Ledger.WRITES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Severity;
import dev.odograph.step.Violation;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.step.Violation.Sample;
import dev.odograph.store.lineage.RunReport.BrokenRule;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What breaks rules is seen with the outputs it belongs to, no sooner and no longer. */
final class RunViolationsIT {
    private static final RunViolations VIOLATIONS = new RunViolations(Ledger.POSTGRES);
    private static final Violation WARNED = violation(Outcome.WARNED, Severity.WARN, "a0", 3);
    private static final Violation FAILED = violation(Outcome.FAILED, Severity.ERROR, "a0", 7);

    @Test
    void whatPassedIsSeenFromTheCommitAndByEveryRunThatReusesTheOutput() {
        Ledger.register("warned-1", 1);
        Ledger.register("warned-2", 1);
        OUTPUTS.registerArtifact(artifact("warned", List.of(WARNED)));
        assertThat(VIOLATIONS.list("warned-1", 10)).as("before the commit").isEmpty();

        WRITES.commit(Ledger.output("warned-1", 0, 0, "warned"), List.of());
        MEMO.adopt("warned-2", 1, List.of(new Candidate(0, 0, "warned", List.of())));

        for (String runId : List.of("warned-1", "warned-2")) {
            assertThat(VIOLATIONS.list(runId, 10)).containsExactly(new RunViolation(0, 0, WARNED));
            assertThat(READER.show(runId).brokenRules())
                    .containsExactly(new BrokenRule(
                            "valid",
                            "range speed_mps",
                            Severity.WARN,
                            Outcome.WARNED,
                            1,
                            3,
                            100,
                            "a0",
                            WARNED.samples().getFirst()));
        }
    }

    @Test
    void whatFailedIsSeenUntilTheOutputIsMended() {
        Ledger.register("broken", 1);
        OutputFailure failure = new OutputFailure(
                "broken", 0, 0, 1, 1, Instant.now(), ErrorCode.CHECK_FAILED, "rule", "host", "a0", List.of(FAILED));

        OUTPUTS.recordFailure(failure);
        OUTPUTS.recordFailure(failure);

        assertThat(VIOLATIONS.list("broken", 10)).containsExactly(new RunViolation(0, 0, FAILED));
        OUTPUTS.registerArtifact(artifact("mended", List.of()));
        WRITES.commit(Ledger.output("broken", 0, 0, "mended"), List.of());
        assertThat(VIOLATIONS.list("broken", 10)).isEmpty();
    }

    @Test
    void whatPlanningFoundBelongsToTheRun() {
        Ledger.RUNS.register(
                Ledger.newRun("stale", java.util.Map.of()), Ledger.stages(), Ledger.partitions(1), List.of(WARNED));

        assertThat(VIOLATIONS.list("stale", 10)).containsExactly(new RunViolation(null, null, WARNED));
    }

    @Test
    void aRunThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> VIOLATIONS.list("nowhere", 10))
                .isInstanceOf(OdographException.class)
                .hasMessage("Run \"nowhere\" is not there: ./odograph runs list");
    }

    private static ArtifactRecord artifact(String key, List<Violation> violations) {
        return new ArtifactRecord(
                key,
                "time_to_collision",
                List.of(new TableFile(TableFile.Format.ARROW_STREAM, "/a/" + key, null)),
                Ledger.DIGEST,
                10,
                "r",
                violations);
    }

    private static Violation violation(Outcome outcome, Severity severity, String segmentId, long rows) {
        return new Violation(
                "valid",
                0,
                "range speed_mps",
                severity,
                outcome,
                segmentId,
                100,
                rows,
                List.of(new Sample("segment_id = a0, t_ms = 100", "-3.0")));
    }
}
