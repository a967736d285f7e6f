package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.WRITES;
import static dev.odograph.store.lineage.Ledger.artifact;
import static dev.odograph.store.lineage.Ledger.batch;
import static dev.odograph.store.lineage.Ledger.open;
import static dev.odograph.store.lineage.Ledger.output;
import static dev.odograph.store.lineage.Ledger.race;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.batch.BatchVisibility;
import dev.odograph.batch.CommittedBatch;
import dev.odograph.batch.DeadWrite;
import dev.odograph.batch.OpenWrite;
import dev.odograph.batch.WrittenBatch;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PostgresWriteLedgerIT {
    private static final int RACERS = 8;

    @Test
    void exactlyOneOfManyWritesOfABatchWinsAndTheOthersAdoptIt() throws Exception {
        Ledger.register("race", 1);
        String key = artifact("race-artifact");
        long[] writes =
                LongStream.range(0, RACERS).map(i -> open("race-batch", "race")).toArray();
        List<CommittedBatch> winners = race(LongStream.of(writes)
                .<Callable<CommittedBatch>>mapToObj(writeNo -> () -> commit("race", key, writeNo, "race-batch"))
                .toList());
        long winner = WRITES.find("race-batch").orElseThrow().writeNo();
        assertThat(winners).extracting(CommittedBatch::writeNo).containsOnly(winner);
        assertThat(WRITES.deadUnswept(0))
                .extracting(DeadWrite::writeNo)
                .containsAll(LongStream.of(writes)
                        .filter(writeNo -> writeNo != winner)
                        .boxed()
                        .toList())
                .doesNotContain(winner);
        assertThat(Ledger.unmirroredOf("race"))
                .extracting(BatchVisibility::segments, BatchVisibility::writeNo)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(List.of("a0", "b0"), winner));
    }

    @Test
    void aWriteIsEitherKilledOrCommittedAndNeverBoth() throws Exception {
        Ledger.register("kill", 40);
        for (int partition = 0; partition < 40; partition++) {
            int index = partition;
            String key = artifact("kill-artifact-" + partition);
            String batchId = "kill-batch-" + partition;
            long writeNo = open(batchId, "kill");
            List<Boolean> outcome = race(List.of(() -> WRITES.kill(writeNo), () -> {
                try {
                    WRITES.commit(
                            output("kill", 0, index, key),
                            List.of(new WrittenBatch(writeNo, batch(batchId, key, index), true)));
                    return true;
                } catch (OdographException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.WRITE_DEAD);
                    return false;
                }
            }));
            assertThat(outcome).as("killed, committed").containsExactlyInAnyOrder(true, false);
            boolean committed = outcome.get(1);
            assertThat(WRITES.find(batchId).isPresent()).isEqualTo(committed);
            assertThat(Ledger.OUTPUTS.output("kill", 0, partition).isPresent()).isEqualTo(committed);
        }
    }

    @Test
    void aCommitWhoseAnswerWasLostMayBeAskedAgain() {
        Ledger.register("again", 1);
        String key = artifact("again-artifact");
        long writeNo = open("again-batch", "again");
        CommittedBatch first = commit("again", key, writeNo, "again-batch");
        long revision = Ledger.unmirroredOf("again").getFirst().revision();
        assertThat(commit("again", key, writeNo, "again-batch")).isEqualTo(first);
        assertThat(Ledger.unmirroredOf("again"))
                .extracting(BatchVisibility::revision)
                .containsOnly(revision);
    }

    @Test
    void aDeadWriteCommitsNothing() {
        Ledger.register("dead", 1);
        String key = artifact("dead-artifact");
        long writeNo = open("dead-batch", "dead");
        assertThat(WRITES.kill(writeNo)).isTrue();
        assertThat(WRITES.kill(writeNo)).isFalse();
        assertThatThrownBy(() -> commit("dead", key, writeNo, "dead-batch"))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_DEAD))
                .hasMessageContaining("ttc")
                .hasMessageContaining("dead-batch");
        assertThat(Ledger.OUTPUTS.outputs("dead", -1, 10)).isEmpty();
        WRITES.markSwept(List.of(writeNo));
        assertThat(WRITES.deadUnswept(0)).extracting(DeadWrite::writeNo).doesNotContain(writeNo);
    }

    @Test
    void openWritesAreListedByAge() {
        long writeNo = open("open-batch", "open");
        assertThat(WRITES.openOlderThan(Duration.ZERO))
                .extracting(OpenWrite::writeNo)
                .contains(writeNo);
        assertThat(WRITES.openOlderThan(Duration.ofHours(1)))
                .extracting(OpenWrite::writeNo)
                .doesNotContain(writeNo);
    }

    @Test
    void committersOfTheSameBatchesInOppositeOrdersDoNotBlockEachOther() throws Exception {
        Ledger.register("cross", 1);
        String key = artifact("cross-artifact");
        List<String> ids = List.of("cross-1", "cross-2", "cross-3");
        List<List<CommittedBatch>> results = race(IntStream.range(0, RACERS)
                .<Callable<List<CommittedBatch>>>mapToObj(i -> () -> {
                    List<String> order = i % 2 == 0 ? ids : ids.reversed();
                    return WRITES.commit(
                            output("cross", 0, 0, key),
                            order.stream()
                                    .map(id -> new WrittenBatch(open(id, "cross"), batch(id, key, 0), true))
                                    .toList());
                })
                .toList());
        assertThat(results.stream()
                        .flatMap(List::stream)
                        .map(CommittedBatch::writeNo)
                        .distinct())
                .hasSize(ids.size());
    }

    private static CommittedBatch commit(String runId, String key, long writeNo, String batchId) {
        return WRITES.commit(output(runId, 0, 0, key), List.of(new WrittenBatch(writeNo, batch(batchId, key, 0), true)))
                .getFirst();
    }
}
