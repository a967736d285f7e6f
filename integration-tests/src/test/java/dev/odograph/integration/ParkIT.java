package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.Operator;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RetryPlan;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.Waiver;
import dev.odograph.dataset.Dataset;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that parks waits for an operator, and does what the operator decides. */
class ParkIT {
    private static final int SEGMENTS = 4;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @Test
    void retryExecutesWhatIsMissing() throws IOException {
        Lost lost = park("park-retry", 61, 1);
        MetricGraphRun run = lab.runs.handle("park-retry");
        RetryPlan plan = run.retryPlan();
        assertThat(plan.execute()).isEqualTo(6);
        assertThat(plan.execute() + plan.reuse()).isEqualTo(lab.runs.planned("park-retry"));
        assertThat(lab.runs.history("park-retry").getEvents())
                .as("a run that waits begins a history of its own")
                .hasSizeLessThan(12);

        lost.giveBack();
        assertThat(run.retry(null)).startsWith("6 outputs are computed now");
        lab.runs.succeeded("park-retry");

        assertThat(lab.runs.executedSince("park-retry", 2)).hasSize(6);
        assertThat(Results.rows(lab.results.seen("park-retry"))).isEqualTo(lab.results.artifactRows("park-retry"));
    }

    @Test
    void waivingASegmentLeavesItOutOfEveryResult() throws IOException {
        // All in one partition: the other segments of it are computed without the one that is waived.
        Lost lost = park("park-waive", 62, 10_000_000);
        MetricGraphRun run = lab.runs.handle("park-waive");

        assertThat(run.waive(new Waiver("Ada", "the file is lost for good", List.of())))
                .startsWith("1 of 4 segments")
                .contains("waived by Ada");
        RunOutcome outcome = lab.runs.succeeded("park-waive");

        assertThat(outcome.summary()).contains("waived by Ada: the file is lost for good", "3 of 4 segments");
        for (MetricCoverage coverage : lab.runs.report("park-waive").coverage()) {
            assertThat(coverage.done().segments()).as(coverage.metric()).isEqualTo(3);
            assertThat(coverage.planned().segments()).isEqualTo(4);
            assertThat(coverage.done().distanceM())
                    .isLessThan(coverage.planned().distanceM());
        }
        assertThat(lab.results.rows("default__platoon_safety_v1_by_run(run = 'park-waive')", List.of("segment_id")))
                .hasSize(3)
                .noneMatch(row -> row.containsValue(lost.segmentId));
        assertThat(Results.rows(lab.results.seen("park-waive"))).isEqualTo(lab.results.artifactRows("park-waive"));
    }

    @Test
    void waivingAllSegmentsOfAPartitionWaivesItsOutputs() throws IOException {
        park("park-waive-all", 63, 1);

        lab.runs.handle("park-waive-all").waive(new Waiver("Ada", "lost", List.of()));
        RunOutcome outcome = lab.runs.succeeded("park-waive-all");

        assertThat(outcome.missing()).isZero();
        assertThat(lab.runs.outputs("park-waive-all"))
                .filteredOn(output -> output.status() == OutputStatus.WAIVED)
                .hasSize(5);
        assertThat(Results.rows(lab.results.seen("park-waive-all")))
                .isEqualTo(lab.results.artifactRows("park-waive-all"));
    }

    @Test
    void abortEndsTheRunAndSaysWhoAndWhy() throws IOException {
        Lost lost = park("park-abort", 64, 1);

        lab.runs.handle("park-abort").abort(new Operator("Ada", "not needed any more"));
        ApplicationFailure failure = lab.runs.failed("park-abort");

        assertThat(failure.getType()).isEqualTo("RUN_ABORTED");
        assertThat(failure.getOriginalMessage()).isEqualTo("aborted by Ada: not needed any more");
        assertThat(lab.ledger.run("park-abort").status()).isEqualTo(RunStatus.FAILED);
        lost.giveBack();
    }

    @Test
    void nonsenseIsRefusedAndChangesNothing() throws IOException {
        Lost lost = park("park-refuse", 65, 1);
        MetricGraphRun run = lab.runs.handle("park-refuse");

        assertThatThrownBy(() -> run.waive(new Waiver("", "why", List.of())))
                .isInstanceOf(WorkflowUpdateException.class)
                .cause()
                .hasMessageContaining("say who and why, as in {\"by\"");
        assertThatThrownBy(() -> run.abort(new Operator("Ada", null)))
                .isInstanceOf(WorkflowUpdateException.class)
                .cause()
                .hasMessageContaining("say who and why");
        assertThatThrownBy(() -> run.waive(new Waiver("Ada", "why", List.of("no-such-segment"))))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasStackTraceContaining("it has no segment [no-such-segment]");
        assertThat(lab.ledger.run("park-refuse").status()).isEqualTo(RunStatus.PARKED);

        lost.giveBack();
        run.retry(new Operator("Ada", "found it"));
        lab.runs.succeeded("park-refuse");
    }

    @Test
    void aRunThatIsNotParkedTakesNoUpdates() {
        lab.simulated("not_parked", 2, 66);
        Path begun = directory.resolve("begun");
        Bundle pausing = lab.bundles.withPause(
                lab.segments(lab.stores.datasets().load(dev.odograph.dataset.DatasetName.of("not_parked"), null))
                        .getFirst(),
                begun);
        var stub = lab.runs.start("not-parked", Lab.input(pausing.digest(), "not_parked", Purpose.PRODUCTION, 1));
        lab.runs.begun("not-parked", begun);

        assertThatThrownBy(() -> lab.runs.handle("not-parked").retry(null))
                .isInstanceOf(WorkflowUpdateException.class)
                .cause()
                .hasMessageContaining("only a PARKED run waits for one")
                .hasMessageContaining("RUNNING");
        stub.cancel();
        Runs.until(
                "the end of a cancelled run", () -> lab.ledger.run("not-parked").status() == RunStatus.CANCELLED);
    }

    @Test
    void aParkedRunCanBeCancelled() throws IOException {
        Lost lost = park("park-cancel", 67, 1);

        lab.temporal.client().newUntypedWorkflowStub("park-cancel").cancel();

        Runs.until(
                "the end of a cancelled run",
                () -> lab.ledger.run("park-cancel").status() == RunStatus.CANCELLED);
        lost.giveBack();
    }

    /** A run whose recording is lost, in production, which parks. */
    private Lost park(String runId, long seed, long targetRows) throws IOException {
        Dataset dataset = lab.simulated(runId.replace('-', '_'), SEGMENTS, seed);
        String segmentId = lab.segments(dataset).get(1);
        Path file = lab.file(dataset, segmentId);
        Path away = Files.move(file, directory.resolve(segmentId + ".away"));
        RunInput input =
                Lab.input(lab.bundles.examples().digest(), dataset.name().toString(), Purpose.PRODUCTION, targetRows);
        assertThat(input.onFailure()).isEqualTo(FailurePolicy.PARK);
        lab.runs.start(runId, input);
        lab.runs.parked(runId);
        assertThat(lab.ledger.run(runId).status()).isEqualTo(RunStatus.PARKED);
        assertThat(lab.ledger.run(runId).failureCode()).isEqualTo("FILE_NOT_FOUND");
        return new Lost(segmentId, file, away);
    }

    private record Lost(String segmentId, Path file, Path away) {
        void giveBack() throws IOException {
            Files.move(away, file);
        }
    }
}
