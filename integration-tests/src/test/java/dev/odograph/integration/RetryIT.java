package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.dataset.Dataset;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.store.lineage.PostgresWriteLedger;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way of trying again executes what is missing and nothing else. */
class RetryIT {
    private static final int SEGMENTS = 4;
    /** What one lost recording leaves open: its five stages, and the reduce. */
    private static final int MISSING = 6;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @Test
    void resetToTheFirstWorkflowTaskExecutesWhatIsMissing() throws IOException {
        resetAfterMending("reset-first", 41, task -> true, false);
    }

    @Test
    void resetToTheLastWorkflowTaskExecutesWhatIsMissing() throws IOException {
        resetAfterMending("reset-last", 42, task -> true, true);
    }

    @Test
    void resetToAWorkflowTaskInTheMiddleExecutesWhatIsMissing() throws IOException {
        failOnALostRecording("reset-middle", 43);
        // Later than the failure, which is then replayed, and earlier than the end.
        long failure = lab.runs.firstFailure("reset-middle").getEventId();

        lab.runs.reset("reset-middle", task -> task.getEventId() > failure, false);
        lab.runs.succeeded("reset-middle");

        assertExecutedWhatWasMissing("reset-middle", 2);
    }

    @Test
    void startingAgainWithTheSameIdAndInputIsANewPass() throws IOException {
        Dataset dataset = failOnALostRecording("start-again", 44);

        lab.runs.succeed("start-again", lab.input(dataset.name().toString()));

        assertExecutedWhatWasMissing("start-again", 2);
        lab.runs.succeed("start-again", lab.input(dataset.name().toString()));
        assertThat(lab.ledger.passes("start-again")).isEqualTo(3);
        assertThat(lab.runs.executedSince("start-again", 3)).isEmpty();
    }

    @Test
    void theSameIdWithOtherInputIsRefused() {
        Dataset dataset = lab.simulated("reused_id", 2, 45);
        lab.runs.succeed("reused-id", lab.input(dataset.name().toString()));
        RunInput other =
                Lab.input(lab.bundles.examples().digest(), dataset.name().toString(), Purpose.PRODUCTION, 1);

        lab.runs.start("reused-id", other);
        ApplicationFailure failure = lab.runs.failed("reused-id");

        assertThat(failure.getType()).isEqualTo("RUN_ID_REUSED");
        assertThat(failure.getOriginalMessage()).contains("reused-id");
        assertThat(lab.ledger.run("reused-id").status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void aResetRunThatFailsAgainCanBeResetAgain() throws IOException {
        Dataset dataset = lab.simulated("reset_twice", SEGMENTS, 46);
        Path file = lab.file(dataset, lab.segments(dataset).get(1));
        Path away = Files.move(file, directory.resolve("away.parquet"));
        lab.runs.start("reset-twice", lab.input(dataset.name().toString()));
        lab.runs.failed("reset-twice");

        lab.runs.reset("reset-twice", task -> true, true);
        assertThat(lab.runs.failed("reset-twice").getType()).isEqualTo("RUN_INCOMPLETE");
        Files.move(away, file);
        lab.runs.reset("reset-twice", task -> true, true);
        lab.runs.succeeded("reset-twice");

        assertExecutedWhatWasMissing("reset-twice", 3);
    }

    @Test
    void aCancelledRunSaysSoAndFinishesTheRestWhenStartedAgain() throws IOException {
        String runId = "cancelled";
        Dataset dataset = lab.simulated(runId, SEGMENTS, 47);
        Path begun = directory.resolve("begun");
        Bundle pausing = lab.bundles.withPause(lab.segments(dataset).getLast(), begun);
        RunInput input = Lab.input(pausing.digest(), runId, Purpose.ADHOC, 1);
        // Of workers that other tests have killed.
        Set<Path> killed = scratch();
        var stub = lab.runs.start(runId, input);
        Runs.until(
                "a step under way and commits",
                () -> Files.exists(begun) && lab.runs.committed(runId).size() >= SEGMENTS);

        Set<Long> hosts = lab.stepHosts();
        Set<Path> underWay = scratch();
        underWay.removeAll(killed);
        Instant asked = Instant.now();
        stub.cancel();

        assertThat(catchCancelled(runId)).isInstanceOf(CanceledFailure.class);
        assertThat(Duration.between(asked, Instant.now())).as("time to stop").isLessThan(Duration.ofSeconds(10));
        assertNothingIsLeft(runId, hosts, underWay);
        assertThat(lab.ledger.run(runId).status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(lab.ledger.run(runId).failureCode()).isEqualTo("RUN_CANCELLED");
        List<OutputState> before = lab.runs.committed(runId);
        assertThat(before).hasSizeBetween(SEGMENTS, (int) lab.runs.planned(runId) - 3);

        lab.runs.succeed(runId, input);

        assertThat(lab.runs.committed(runId))
                .hasSize((int) lab.runs.planned(runId))
                .as("what was committed before stays as it was")
                .containsAll(before);
        assertThat(lab.runs.executedSince(runId, 2)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(Results.rows(lab.results.seen(runId))).isEqualTo(lab.results.artifactRows(runId));
    }

    /** No step goes on, no write is open, no file of a stage under way lies about. */
    private void assertNothingIsLeft(String runId, Set<Long> hosts, Set<Path> underWay) throws IOException {
        Set<Long> alive = lab.stepHosts();
        assertThat(hosts).as("the host of the step that waits for ever ends").anyMatch(host -> !alive.contains(host));
        assertThat(new PostgresWriteLedger(lab.stores.postgres()).openOlderThan(Duration.ZERO))
                .filteredOn(write -> write.runId().equals(runId))
                .isEmpty();
        assertThat(underWay).as("files of the stage that was under way").isNotEmpty();
        assertThat(scratch()).as("what is left of them").doesNotContainAnyElementsOf(underWay);
    }

    /** Directories of stages under way. */
    private Set<Path> scratch() throws IOException {
        try (Stream<Path> files = Files.list(Files.createDirectories(lab.directory.scratch()))) {
            return files.collect(Collectors.toSet());
        }
    }

    private Throwable catchCancelled(String runId) {
        try {
            return new AssertionError("the run ended with " + lab.runs.result(runId));
        } catch (WorkflowFailedException e) {
            return e.getCause();
        }
    }

    private void resetAfterMending(String runId, long seed, Predicate<HistoryEvent> task, boolean last)
            throws IOException {
        failOnALostRecording(runId, seed);

        lab.runs.reset(runId, task, last);
        lab.runs.succeeded(runId);

        assertExecutedWhatWasMissing(runId, 2);
    }

    /** Runs while a recording's file is away, and puts it back. */
    private Dataset failOnALostRecording(String runId, long seed) throws IOException {
        Dataset dataset = lab.simulated(runId.replace('-', '_'), SEGMENTS, seed);
        String lost = lab.segments(dataset).get(1);
        Path file = lab.file(dataset, lost);
        Path away = Files.move(file, directory.resolve(lost + ".away"));
        lab.runs.start(runId, lab.input(dataset.name().toString()));

        ApplicationFailure failure = lab.runs.failed(runId);

        assertThat(failure.getType()).isEqualTo("RUN_INCOMPLETE");
        assertThat(failure.getOriginalMessage()).contains("FILE_NOT_FOUND", lost);
        assertThat(lab.ledger.run(runId).status()).isEqualTo(RunStatus.FAILED);
        List<OutputState> outputs = lab.runs.outputs(runId);
        assertThat(outputs)
                .filteredOn(output -> output.status() == OutputStatus.FAILED)
                .singleElement()
                .satisfies(output -> assertThat(output.code()).isEqualTo("FILE_NOT_FOUND"));
        assertThat(lab.runs.committed(runId)).hasSize((int) lab.runs.planned(runId) - MISSING);
        Files.move(away, file);
        return dataset;
    }

    private void assertExecutedWhatWasMissing(String runId, int pass) {
        assertThat(lab.ledger.passes(runId)).isEqualTo(pass);
        assertThat(lab.runs.executedSince(runId, pass)).hasSize(MISSING);
        assertThat(lab.runs.executedSince(runId, 1)).hasSize((int) lab.runs.planned(runId));
        assertThat(Results.rows(lab.results.seen(runId))).isEqualTo(lab.results.artifactRows(runId));
    }
}
