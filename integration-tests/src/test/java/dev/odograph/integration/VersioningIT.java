package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.Dataset;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.worker.WorkerRuntime;
import dev.odograph.worker.WorkerVersion;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer worker takes over: runs under way and retries go on with it, whatever they began with. */
class VersioningIT {
    private static final int SEGMENTS = 4;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @BeforeEach
    void takeTheWorkerAway() {
        lab.stopWorker();
    }

    @AfterEach
    void giveTheWorkerBack() {
        var unused = lab.temporal
                .client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                        .setNamespace(lab.temporal.client().getOptions().getNamespace())
                        .setDeploymentName(WorkerVersion.DEPLOYMENT)
                        .setBuildId("")
                        .setIgnoreMissingTaskQueues(true)
                        .build());
        lab.startWorker();
    }

    @Test
    void aRunUnderWayGoesOnWithTheNewerWorkerAndNewRunsStartThere() throws Exception {
        Dataset dataset = lab.simulated("upgraded", SEGMENTS, 1071);
        Path begun = directory.resolve("begun");
        Bundle pausing = lab.bundles.withPause(lab.segments(dataset).getLast(), begun);
        RunInput input = Lab.input(pausing.digest(), "upgraded", Purpose.ADHOC, 1);
        try (WorkerRuntime older = start("one")) {
            lab.runs.start("upgraded", input);
            Runs.until(
                    "a step under way and commits",
                    () -> Files.exists(begun) && lab.runs.committed("upgraded").size() >= SEGMENTS);
            try (WorkerRuntime newer = start("two")) {
                lab.runs.start("upgraded-new", input);
                older.close();

                lab.runs.succeeded("upgraded");
                lab.runs.succeeded("upgraded-new");
                assertThat(newer.polling()).isTrue();
            }
        }

        assertThat(versions("upgraded")).containsExactly("one", "two");
        assertThat(versions("upgraded-new")).containsExactly("two");
        assertThat(Results.rows(lab.results.seen("upgraded"))).isEqualTo(lab.results.artifactRows("upgraded"));
    }

    @Test
    void aRunThatFailedUnderAnOlderWorkerIsResetUnderTheNewerOne() throws Exception {
        Dataset dataset = lab.simulated("upgraded_reset", SEGMENTS, 1072);
        Path file = lab.file(dataset, lab.segments(dataset).getFirst());
        Path away = Files.move(file, directory.resolve("away"));
        try (WorkerRuntime older = start("three")) {
            assertThat(older.polling()).isTrue();
            lab.runs.start("upgraded-reset", lab.input("upgraded_reset"));
            lab.runs.failed("upgraded-reset");
        }
        Files.move(away, file);

        try (WorkerRuntime newer = start("four")) {
            assertThat(newer.polling()).isTrue();
            lab.runs.reset("upgraded-reset", task -> true, true);
            lab.runs.succeeded("upgraded-reset");
        }

        assertThat(versions("upgraded-reset")).containsExactly("three", "four");
    }

    private WorkerRuntime start(String buildId) {
        return WorkerRuntime.start(
                lab.endpoints, lab.directory, Lab.SETTINGS, Optional.of(new WorkerVersion(buildId, true)));
    }

    /** Versions that executed a run's workflow tasks, in order. */
    private List<String> versions(String runId) {
        return Runs.events(lab.runs.history(runId), EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .map(event -> event.getWorkflowTaskCompletedEventAttributes()
                        .getDeploymentVersion()
                        .getBuildId())
                .distinct()
                .toList();
    }
}
