package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.odograph.browser.Chromium;
import dev.odograph.browser.RunPage;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.dataset.Dataset;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.worker.WorkerRuntime;
import dev.odograph.worker.WorkerSettings;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowQueryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator retries by clicking in the real Temporal UI; just what is missing runs again. */
class TemporalUiIT {
    private static final int SEGMENTS = 4;

    private static Chromium chromium;

    private final Lab lab = Lab.open();
    private Page page;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openTheBrowser() {
        chromium = Chromium.open();
    }

    @AfterAll
    static void closeTheBrowser() {
        chromium.close();
    }

    @BeforeEach
    void openATab() {
        page = chromium.page();
    }

    @AfterEach
    void closeTheTab() {
        page.close();
        lab.startWorker();
    }

    @Test
    void resetExecutesWhatARecordingThatWasAwayLeftOpen() throws Exception {
        String runId = "nightly-reset";
        Dataset dataset = lab.simulated("fleet_reset", SEGMENTS, 1061);
        String lost = lab.segments(dataset).get(1);
        Path file = lab.file(dataset, lost);
        Path away = Files.move(file, directory.resolve("away"));
        lab.runs.start(runId, lab.input("fleet_reset"));
        assertThat(lab.runs.failed(runId).getOriginalMessage()).contains("FILE_NOT_FOUND", lost);
        List<OutputState> before = lab.runs.committed(runId);
        RunPage failed = open(runId).shows("Failed").picture("retry-failed");

        Files.move(away, file);
        failed.reset("the recording is back", "retry-reset");
        lab.runs.succeeded(runId);

        assertExecutedWhatWasMissing(runId, before);
        open(runId).shows("Completed").picture("retry-succeeded");
    }

    @Test
    void startLikeThisOneExecutesWhatAStepHostThatCrashedLeftOpen() throws Exception {
        String runId = "nightly-again";
        Dataset dataset = lab.simulated("fleet_again", SEGMENTS, 1062);
        String victim = lab.segments(dataset).get(2);
        RunInput input = Lab.input(greedy(victim).digest(), "fleet_again", Purpose.ADHOC, 1);
        lab.stopWorker();
        WorkerSettings tight =
                WorkerSettings.of(Map.of("ODOGRAPH_COMPUTE_SLOTS", "2", "ODOGRAPH_HOST_MEMORY_MB", "480"));
        try (WorkerRuntime worker = WorkerRuntime.start(lab.endpoints, lab.directory, tight)) {
            assertThat(worker.polling()).isTrue();
            lab.runs.start(runId, input);
            lab.runs.failed(runId);
        }
        assertThat(lab.runs.outputs(runId))
                .filteredOn(output -> output.status() == OutputStatus.FAILED)
                .singleElement()
                .satisfies(output -> {
                    assertThat(output.code()).isEqualTo("MEMORY_EXHAUSTED");
                    assertThat(output.message()).contains("its limit is 480 MiB", "hard_brakes");
                    assertThat(output.attempt()).isEqualTo(3);
                });
        List<OutputState> before = lab.runs.committed(runId);
        String firstExecution = describe(runId).getExecution().getRunId();

        lab.startWorker();
        open(runId).shows("Failed").startLikeThisOne("retry-menu", "retry-start");
        Runs.until(
                "a new execution",
                () -> !describe(runId).getExecution().getRunId().equals(firstExecution));
        lab.runs.succeeded(runId);

        assertExecutedWhatWasMissing(runId, before);
    }

    @Test
    void aTerminatedRunGoesOnWhenItIsStartedAgain() throws Exception {
        String runId = "nightly-terminated";
        Dataset dataset = lab.simulated("fleet_terminated", SEGMENTS, 1063);
        Path begun = directory.resolve("begun");
        Bundle pausing = lab.bundles.withPause(lab.segments(dataset).getLast(), begun);
        lab.runs.start(runId, Lab.input(pausing.digest(), "fleet_terminated", Purpose.ADHOC, 1));
        Runs.until(
                "a step under way and commits",
                () -> Files.exists(begun) && lab.runs.committed(runId).size() >= SEGMENTS);

        open(runId).shows("Running").picture("run-running").terminate("it hangs", "terminate");

        Runs.until(
                "the workflow is terminated",
                () -> describe(runId).getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        String terminated = describe(runId).getExecution().getRunId();
        List<OutputState> before = lab.runs.committed(runId);
        open(runId).shows("Terminated").startLikeThisOne("terminated-menu", "terminated-start");
        Runs.until(
                "a new execution",
                () -> !describe(runId).getExecution().getRunId().equals(terminated));
        lab.runs.succeeded(runId);

        assertThat(lab.runs.committed(runId))
                .hasSize((int) lab.runs.planned(runId))
                .containsAll(before);
        assertThat(Results.rows(lab.results.seen(runId))).isEqualTo(lab.results.artifactRows(runId));
    }

    @Test
    void theUpdateRetryExecutesWhatAStoreThatWasDownLeftOpen() throws Exception {
        String runId = "nightly-parked";
        lab.simulated("fleet_parked", SEGMENTS, 1064);
        RunInput input = Lab.input(lab.bundles.examples().digest(), "fleet_parked", Purpose.BACKFILL, 1);
        lab.stopWorker();
        WorkerSettings hasty =
                WorkerSettings.of(Map.of("ODOGRAPH_COMPUTE_SLOTS", "2", "ODOGRAPH_EXTERNAL_ATTEMPTS", "2"));
        try (WorkerRuntime worker = WorkerRuntime.start(lab.endpoints, lab.directory, hasty);
                DeadStore down = DeadStore.clickhouse()) {
            assertThat(worker.polling()).isTrue();
            lab.runs.start(runId, input);
            Runs.until("the run waits", () -> parked(runId));
        }
        assertThat(lab.runs.report(runId).failures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.code()).isEqualTo("CLICKHOUSE_UNAVAILABLE"));
        List<OutputState> before = lab.runs.committed(runId);

        lab.startWorker();
        open(runId)
                .tab("User Metadata")
                .shows("PARKED")
                .picture("retry-parked")
                .update("retry", "{\"by\": \"Ada\", \"reason\": \"ClickHouse is back\"}", "retry-update");
        lab.runs.succeeded(runId);

        assertExecutedWhatWasMissing(runId, before);
    }

    /** Whether a run waits in an execution of its own, so that its page takes updates. */
    private boolean parked(String runId) {
        try {
            return lab.runs.handle(runId).retryPlan().execute() > 0;
        } catch (WorkflowQueryException e) {
            return false; // Between two executions.
        }
    }

    /** The examples with a Java step that needs more memory for one segment than a tight limit allows. */
    private Bundle greedy(String segmentId) {
        String hold = """
                {
                        if (context.segmentId().equals("%s")) {
                            java.util.List<java.nio.ByteBuffer> held = new java.util.ArrayList<>();
                            for (int i = 0; i < 17; i++) {
                                held.add(java.nio.ByteBuffer.allocateDirect(25_000_000));
                            }
                            long end = System.nanoTime() + 500_000_000L;
                            while (System.nanoTime() < end && !held.isEmpty()) {
                                Thread.onSpinWait();
                            }
                        }
                """.formatted(segmentId);
        return lab.bundles.withJava(
                "HardBrakes", source -> source.replaceFirst("(Emitter<HardBrake> out\\) )\\{", "$1" + hold));
    }

    private RunPage open(String runId) {
        return new RunPage(
                page,
                lab.endpoints.temporalUiUrl(),
                lab.temporal.client().getOptions().getNamespace(),
                runId,
                describe(runId).getExecution().getRunId());
    }

    private WorkflowExecutionDescription describe(String runId) {
        return lab.temporal.client().newUntypedWorkflowStub(runId).describe();
    }

    private void assertExecutedWhatWasMissing(String runId, List<OutputState> before) {
        int planned = (int) lab.runs.planned(runId);
        assertThat(before).hasSizeBetween(SEGMENTS, planned - 1);
        assertThat(lab.ledger.run(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(lab.ledger.passes(runId)).isEqualTo(2);
        assertThat(lab.runs.executedSince(runId, 2)).hasSize(planned - before.size());
        assertThat(lab.runs.committed(runId)).hasSize(planned).containsAll(before);
        assertThat(Results.rows(lab.results.seen(runId))).isEqualTo(lab.results.artifactRows(runId));
    }
}
