package dev.odograph.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.artifact.TableFile;
import dev.odograph.batch.BatchCommitter;
import dev.odograph.batch.BatchRecord;
import dev.odograph.batch.BatchRequest;
import dev.odograph.batch.CommitPoint;
import dev.odograph.batch.CommitProbe;
import dev.odograph.batch.OutputRecord;
import dev.odograph.batch.ResultLab;
import dev.odograph.batch.RunLab;
import dev.odograph.batch.WriteSweeper;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Digests;
import dev.odograph.spec.Version;
import dev.odograph.step.StageOutput;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.ArtifactRecord;
import dev.odograph.store.lineage.Candidate;
import dev.odograph.store.lineage.MemoLedger;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PostgresWriteLedger;
import dev.odograph.store.lineage.Retention;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRetention;
import dev.odograph.store.lineage.RunScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that deletes, with no mercy of age, between any two steps of a run that commits and of a run that reuses:
 * what is referenced afterwards is there, whole.
 */
class RetentionSafetyIT {
    private static final int ROWS = 50;
    private static final int ROUNDS = 6;
    private static final Set<ErrorCode> RETRIED = Set.of(ErrorCode.ARTIFACT_UNAVAILABLE, ErrorCode.WRITE_DEAD);

    @TempDir
    Path directory;

    private final RunLab runs = RunLab.open();
    private final PostgresWriteLedger writes = new PostgresWriteLedger(runs.postgres());
    private final OutputLedger outputs = new OutputLedger(runs.postgres());
    private final List<String> committed = new ArrayList<>();
    private ResultLab results;
    private ArtifactStore artifacts;
    private Mirror mirror;
    private String key;
    private String batchId;

    @BeforeEach
    void openTheStores() {
        results = ResultLab.open(directory);
        artifacts = new ArtifactStore(directory.resolve("artifacts"));
        mirror = new Mirror(new PostgresMirrorLedger(runs.postgres()), results.clickhouse());
        newWork();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatIsReferencedSurvivesAnyInterleaving(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            if (random.nextInt(3) == 0) {
                newWork();
            }
            String runId = runs.run("fleet-" + UUID.randomUUID(), 1);
            if (!random.nextBoolean() || !adopt(runId)) {
                execute(runId, () -> disturb(random));
            }
            committed.add(runId);
            disturb(random);
            for (String each : committed) {
                assertWhole(each, "seed " + seed + ", round " + round);
            }
        }
        committed.forEach(this::end);
        retention().run();
        sweep();
        assertThat(results.storedRows()).as("rows once no run is left").isZero();
        assertThat(results.storedStates()).as("states once no run is left").isZero();
        assertThat(artifacts.keysOlderThan(Duration.ZERO)).isEmpty();
    }

    @Test
    void anArtifactWhoseFilesWentBeforeItWasRegisteredIsComputedAgain() {
        String runId = runs.run("fleet-" + UUID.randomUUID(), 1);
        execute(runId, () -> {});
        end(runId);
        retentionOfRuns();
        String again = runs.run("fleet-" + UUID.randomUUID(), 1);
        boolean[] once = {true};
        execute(again, () -> {
            if (once[0]) {
                once[0] = false;
                retention().run();
            }
        });
        assertWhole(again, "after its artifact was deleted in between");
    }

    @Test
    void aDryRunNamesWhatGoesAndDeletesNothing() {
        String runId = runs.run("fleet-" + UUID.randomUUID(), 1);
        execute(runId, () -> {});
        end(runId);

        RetentionReport preview = retention().dryRun(RunScope.ALL);

        assertThat(preview.runs()).contains(runId);
        assertThat(preview.batches()).isPositive();
        assertThat(preview.artifacts()).isPositive();
        assertWhole(runId, "after a dry run");
        RetentionReport report = retention().run();
        assertThat(report.runs()).containsExactlyElementsOf(preview.runs());
        assertThat(report.batches()).isEqualTo(preview.batches());
        assertThat(artifacts.find(key)).isEmpty();
        assertThat(new RunLedger(runs.postgres()).find(runId)).isEmpty();
        assertThat(visible(runId)).isZero();
        assertThat(results.count("SELECT count() FROM visibility WHERE run_id = '" + runId + "'"))
                .isZero();
    }

    @Test
    void aRunThatAChannelFollowsIsKeptAndOneThatItLeftIsNot() {
        String dataset = "fleet-" + UUID.randomUUID();
        String left = runs.run(dataset, 1);
        execute(left, () -> {});
        runs.publish(left);
        end(left);
        String followed = runs.run(dataset, 1);
        assertThat(adopt(followed)).isTrue();
        runs.publish(followed);
        end(followed);

        RetentionReport report = retention().run();

        assertThat(report.runs()).contains(left).doesNotContain(followed);
        assertWhole(followed, "while a channel follows it");
    }

    @Test
    void aRunIsKeptForItsAgeForItsNewPassAndForItsRank() {
        String dataset = "fleet-" + UUID.randomUUID();
        String older = runs.run(dataset, 1);
        String newer = runs.run(dataset, 1);
        end(older);
        end(newer);
        RunRetention retention = new RunRetention(runs.postgres());

        assertThat(retention.expired(Duration.ofMinutes(1), 0, 10_000)).doesNotContain(older, newer);
        assertThat(retention.expired(Duration.ZERO, 1, 10_000)).contains(older).doesNotContain(newer);
        new RunLedger(runs.postgres()).setStatus(newer, RunStatus.RUNNING);
        assertThat(retention.delete(newer, Duration.ZERO, 0)).isFalse();
        assertThat(retention.delete(older, Duration.ZERO, 1)).isTrue();
    }

    /** Other work, which shares nothing with what was before. */
    private void newWork() {
        key = Digests.sha256Hex("artifact", UUID.randomUUID().toString());
        batchId = Digests.sha256Hex("batch", key);
    }

    /** What a stage does: artifact, registration, commit; tried again as Temporal does. */
    private void execute(String runId, Runnable between) {
        for (int attempt = 1; ; attempt++) {
            try {
                BatchRequest computed = compute();
                StageOutput output = artifacts
                        .find(key)
                        .orElseGet(() -> artifacts.put(
                                key,
                                new StageOutput(
                                        List.of(computed.rows()),
                                        computed.batch().digest(),
                                        1)));
                between.run();
                outputs.registerArtifact(
                        new ArtifactRecord(key, "ttc", output.files(), output.digest(), output.bytes(), runId),
                        () -> artifacts.find(key).isPresent());
                between.run();
                CommitProbe probe = (point, id, writeNo) -> {
                    if (point != CommitPoint.AFTER_COMMIT) {
                        between.run();
                    }
                };
                new BatchCommitter(writes, results.clickhouse(), probe)
                        .commit(
                                new OutputRecord(runId, 1, 0, 0, attempt, key, false, ROWS, Instant.now()),
                                List.of(new BatchRequest(
                                        computed.batch(),
                                        computed.schema(),
                                        output.files().getFirst())));
                return;
            } catch (OdographException e) {
                if (!RETRIED.contains(e.code()) || attempt == 50) {
                    throw e;
                }
            }
        }
    }

    private BatchRequest compute() {
        try {
            BatchRequest drawn = results.batch(batchId, ROWS, "seg-0");
            BatchRecord record = drawn.batch();
            return new BatchRequest(
                    new BatchRecord(
                            batchId,
                            record.table(),
                            "default",
                            "ttc",
                            new Version(1, 0),
                            key,
                            "f0",
                            List.of("seg-0"),
                            record.digest()),
                    drawn.schema(),
                    new TableFile(TableFile.Format.ARROW_STREAM, drawn.rows().path(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run that begins later does, as far as the files are there. */
    private boolean adopt(String runId) {
        Candidate candidate = new Candidate(0, 0, key, List.of(new Candidate.Batch("ttc", 1, batchId)));
        return artifacts.find(key).isPresent()
                && !new MemoLedger(runs.postgres())
                        .adopt(runId, 1, List.of(candidate))
                        .isEmpty();
    }

    private void disturb(Random random) {
        for (int more = random.nextInt(3); more > 0; more--) {
            switch (random.nextInt(5)) {
                case 0 -> sweep();
                case 1 -> retention().run();
                case 2 -> retentionOfRuns();
                case 3 -> {
                    if (!committed.isEmpty()) {
                        end(committed.remove(random.nextInt(committed.size())));
                    }
                }
                default -> {
                    String other = runs.run("fleet-" + UUID.randomUUID(), 1);
                    if (adopt(other)) {
                        committed.add(other);
                    }
                }
            }
        }
    }

    private void assertWhole(String runId, String when) {
        assertThat(outputs.output(runId, 0, 0))
                .as("output of " + runId + " " + when)
                .hasValueSatisfying(output -> {
                    assertThat(output.artifactKey()).isNotNull();
                    assertThat(artifacts.find(output.artifactKey())).as(when).isPresent();
                    assertThat(outputs.artifact(output.artifactKey())).as(when).isPresent();
                });
        assertThat(visible(runId)).as("rows of " + runId + " " + when).isEqualTo(ROWS);
    }

    private long visible(String runId) {
        mirror.drain();
        return results.count("SELECT count() FROM " + results.table().name() + "_by_run(run = '" + runId + "')");
    }

    private void end(String runId) {
        new RunLedger(runs.postgres()).finish(runId, RunStatus.FAILED, "STEP_FAILED", "ended");
    }

    private void sweep() {
        new WriteSweeper(writes, results.clickhouse(), Duration.ZERO, Duration.ofHours(1)).sweep();
    }

    private void retentionOfRuns() {
        RunRetention retention = new RunRetention(runs.postgres());
        retention.expired(Duration.ZERO, 0, 10_000).forEach(run -> retention.delete(run, Duration.ZERO, 0));
    }

    private RetentionJob retention() {
        return new RetentionJob(
                new RetentionPolicy(Duration.ZERO, 0, Duration.ZERO),
                new RunRetention(runs.postgres()),
                new Retention(runs.postgres()),
                artifacts,
                mirror,
                List.of());
    }
}
