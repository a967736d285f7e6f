package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.MEMO;
import static dev.odograph.store.lineage.Ledger.OUTPUTS;
import static dev.odograph.store.lineage.Ledger.RETENTION;
import static dev.odograph.store.lineage.Ledger.artifact;
import static dev.odograph.store.lineage.Ledger.race;
import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.batch.BatchVisibility;
import dev.odograph.batch.WrittenBatch;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MemoLedgerIT {
    @Test
    void onlyWhatIsThereWithAllItsBatchesIsTakenOver() {
        Ledger.register("memo-1", 3);
        Ledger.commit("memo-1", 0, "memo-batch-0", artifact("memo-0"));
        artifact("memo-1");
        Ledger.register("memo-2", 3);
        Candidate there = candidate(0, "memo-0", "memo-batch-0");
        List<Candidate> candidates =
                List.of(there, candidate(1, "memo-1", "memo-batch-1"), candidate(2, "memo-2", "memo-batch-2"));
        assertThat(MEMO.adopt("memo-2", 1, candidates)).containsExactly(there);
        assertThat(MEMO.adopt("memo-2", 1, candidates)).as("a second time").isEmpty();
        OutputState output = OUTPUTS.output("memo-2", 0, 0).orElseThrow();
        assertThat(output.status()).isEqualTo(OutputStatus.COMMITTED);
        assertThat(output.memoHit()).isTrue();
        assertThat(output.rows()).isEqualTo(3);
        assertThat(Ledger.unmirroredOf("memo-2"))
                .extracting(BatchVisibility::segments)
                .containsExactly(List.of("a0", "b0"));
    }

    @Test
    void aFailureGivesWayToWhatIsThereAndNeverTheOtherWayRound() {
        Ledger.register("mend", 1);
        OutputFailure failure = new OutputFailure(
                "mend", 0, 0, 1, 1, Instant.now(), ErrorCode.STEP_FAILED, "step failed", "host", "a0");
        OUTPUTS.recordFailure(failure);
        assertThat(OUTPUTS.output("mend", 0, 0).orElseThrow().code()).isEqualTo("STEP_FAILED");
        artifact("mend-0");
        assertThat(MEMO.adopt("mend", 2, List.of(new Candidate(0, 0, "mend-0", List.of()))))
                .hasSize(1);
        OUTPUTS.recordFailure(failure);
        OutputState output = OUTPUTS.output("mend", 0, 0).orElseThrow();
        assertThat(output.status()).isEqualTo(OutputStatus.COMMITTED);
        assertThat(output.code()).isNull();
    }

    @Test
    void whatIsTakenOverIsNeverDeletedAndWhatIsDeletedIsNeverTakenOver() throws Exception {
        int rounds = 30;
        Ledger.register("retain", rounds);
        Set<String> adopted = new HashSet<>();
        Set<String> deleted = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            String key = artifact("retain-" + round);
            Candidate candidate = new Candidate(0, round, key, List.of());
            race(List.of(
                    () -> adopted.addAll(keys(MEMO.adopt("retain", 1, List.of(candidate)))),
                    () -> deleted.addAll(artifacts(RETENTION.deleteUnreferencedArtifacts(Duration.ZERO, 1_000)))));
            assertThat(adopted.contains(key)).as("round " + round).isNotEqualTo(deleted.contains(key));
            assertThat(OUTPUTS.artifact(key).isPresent()).isEqualTo(adopted.contains(key));
        }
    }

    @Test
    void aBatchIsTakenOverByAllWhoAskAtOnceOrDeletedForAll() throws Exception {
        int rounds = 20;
        Ledger.register("batch-race-memo", rounds);
        Ledger.register("batch-race-commit", rounds);
        for (int round = 0; round < rounds; round++) {
            int partition = round;
            String key = artifact("batch-race-" + round);
            String batchId = "batch-race-batch-" + round;
            long writeNo = unreferenced("batch-race-old-" + round, key, batchId);
            List<Boolean> outcome = race(List.of(
                    () -> !MEMO.adopt("batch-race-memo", 1, List.of(candidate(partition, key, batchId)))
                            .isEmpty(),
                    () -> committed("batch-race-commit", partition, key, batchId),
                    () -> RETENTION
                            .deleteUnreferencedBatches(Duration.ZERO, 1_000)
                            .contains(writeNo),
                    () -> artifacts(RETENTION.deleteUnreferencedArtifacts(Duration.ZERO, 1_000))
                            .contains(key)));

            boolean memo = outcome.get(0);
            boolean commit = outcome.get(1);
            boolean deleted = outcome.get(2);
            String what = "round " + round + ": taken over, committed, batch and artifact deleted: " + outcome;
            assertThat(memo || commit).as(what).isNotEqualTo(deleted);
            assertThat(Ledger.WRITES.find(batchId).isPresent()).as(what).isNotEqualTo(deleted);
            assertThat(Ledger.WRITES.deadUnswept(writeNo - 1).stream().anyMatch(dead -> dead.writeNo() == writeNo))
                    .as(what)
                    .isEqualTo(deleted);
            assertThat(OUTPUTS.output("batch-race-memo", 0, partition).isPresent())
                    .as(what)
                    .isEqualTo(memo);
            assertThat(OUTPUTS.output("batch-race-commit", 0, partition).isPresent())
                    .as(what)
                    .isEqualTo(commit);
            assertThat(!deleted && outcome.get(3)).as(what).isFalse();
        }
    }

    /** A batch whose run was forgotten; the number of its write. */
    private static long unreferenced(String runId, String key, String batchId) {
        Ledger.register(runId, 1);
        long writeNo = Ledger.commit(runId, 0, batchId, key);
        Ledger.RUNS.finish(runId, RunStatus.FAILED, "STEP_FAILED", "ended");
        assertThat(new RunRetention(Ledger.POSTGRES).delete(runId, Duration.ZERO, 0))
                .isTrue();
        return writeNo;
    }

    /** What a committer does that has found the batch; false where it was deleted meanwhile. */
    private static boolean committed(String runId, int partition, String key, String batchId) {
        try {
            return !Ledger.WRITES
                    .commit(
                            Ledger.output(runId, 0, partition, key),
                            List.of(new WrittenBatch(null, Ledger.batch(batchId, key, partition), true)))
                    .isEmpty();
        } catch (OdographException e) {
            assertThat(e.code()).isIn(ErrorCode.WRITE_DEAD, ErrorCode.ARTIFACT_UNAVAILABLE);
            return false;
        }
    }

    @Test
    void filesAreDeletedOnlyWhileTheirArtifactIsNotRegistered() {
        String key = artifact("registered-again");
        AtomicInteger deleted = new AtomicInteger();

        boolean kept = !RETENTION.whileUnregistered(key, deleted::incrementAndGet);
        int before = deleted.get();
        boolean gone = RETENTION.whileUnregistered("never-registered", deleted::incrementAndGet);

        assertThat(kept).isTrue();
        assertThat(before).isZero();
        assertThat(gone).isTrue();
        assertThat(deleted).hasValue(1);
    }

    @Test
    void aReferencedBatchIsKept() {
        Ledger.register("kept", 1);
        long writeNo = Ledger.commit("kept", 0, "kept-batch", artifact("kept-0"));
        assertThat(RETENTION.deleteUnreferencedBatches(Duration.ZERO, 1_000)).doesNotContain(writeNo);
        assertThat(artifacts(RETENTION.deleteUnreferencedArtifacts(Duration.ZERO, 1_000)))
                .doesNotContain("kept-0");
        assertThat(Ledger.WRITES.find("kept-batch")).isPresent();
    }

    @Test
    void aWholeRangeOfPartitionsIsTakenOverInOneCall() {
        int partitions = 500;
        Ledger.register("bulk", partitions);
        List<Candidate> candidates = new ArrayList<>();
        IntStream.range(0, partitions).forEach(i -> candidates.add(candidate(i, artifact("bulk-" + i), "bulk-b-" + i)));
        candidates.forEach(candidate -> Ledger.commit(
                "bulk", candidate.partition(), candidate.batches().getFirst().batchId(), candidate.artifactKey()));
        Ledger.register("bulk-2", partitions);
        Instant start = Instant.now();
        assertThat(MEMO.adopt("bulk-2", 1, candidates)).hasSize(partitions);
        System.out.println("adopting " + partitions + " outputs with a batch each took "
                + Duration.between(start, Instant.now()).toMillis() + " ms");
    }

    private static List<String> keys(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::artifactKey).toList();
    }

    private static Candidate candidate(int partition, String key, String batchId) {
        return new Candidate(0, partition, key, List.of(new Candidate.Batch("ttc", 1, batchId)));
    }

    private static List<String> artifacts(List<Retention.FreeArtifact> free) {
        return free.stream().map(Retention.FreeArtifact::artifactKey).toList();
    }
}
