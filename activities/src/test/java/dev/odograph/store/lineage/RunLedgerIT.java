package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.RUNS;
import static dev.odograph.store.lineage.Ledger.race;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

final class RunLedgerIT {
    @Test
    void aRunIsPinnedOnceHoweverOftenAndConcurrentlyItIsRegistered() throws Exception {
        NewRun run = Ledger.newRun("pinned", Map.of("limit", 1e10, "count", 7L, "name", "x"));
        Callable<RunRecord> register = () -> RUNS.register(run, Ledger.stages(), Ledger.partitions(3));
        List<RunRecord> pinned = race(Collections.nCopies(4, register));
        assertThat(pinned).containsOnly(pinned.getFirst());
        assertThat(pinned.getFirst().plan()).isEqualTo(run);
        assertThat(pinned.getFirst().planned()).isEqualTo(new Totals(6, 300, 1501.5, 180_000));
        assertThat(RUNS.stages("pinned")).isEqualTo(Ledger.stages());
        assertThat(RUNS.partitions("pinned", 0, 3)).isEqualTo(Ledger.partitions(3));
        assertThat(RUNS.register(run, List.of(), List.of()).partitions()).isEqualTo(3);
    }

    @Test
    void aRunIdWithOtherInputIsRefusedAndWhatDiffersIsNamed() {
        RUNS.register(Ledger.newRun("reused", Map.of("limit", 4.0)), Ledger.stages(), Ledger.partitions(1));
        assertThatThrownBy(() -> RUNS.register(
                        Ledger.newRun("reused", Map.of("limit", 5.0)), Ledger.stages(), Ledger.partitions(1)))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_ID_REUSED))
                .hasMessageContaining("parameter limit was 4.0, now 5.0")
                .hasMessageContaining("new id");
    }

    @Test
    void aTemporalRunHasOnePassHoweverOftenItAsks() throws Exception {
        Ledger.register("passes", 1);
        Callable<Integer> second = () -> RUNS.beginPass("passes", "temporal-2");
        assertThat(race(Collections.nCopies(4, second))).containsOnly(2);
        assertThat(RUNS.beginPass("passes", "temporal-1")).isEqualTo(1);
        assertThat(RUNS.passes("passes")).isEqualTo(2);
    }

    @Test
    void aRunThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> RUNS.setStatus("nowhere", RunStatus.RUNNING))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_NOT_FOUND))
                .hasMessageContaining("nowhere");
        assertThat(RUNS.find("nowhere")).isEmpty();
    }

    @Test
    void aNewPassForgetsHowTheRunEndedAndKeepsWhenItBegan() {
        Ledger.register("status", 1);
        RUNS.setStatus("status", RunStatus.RUNNING);
        Instant started = RUNS.run("status").startedAt();
        RUNS.finish("status", RunStatus.FAILED, "KEY_DUPLICATE", "two rows share one key");
        assertThat(RUNS.run("status").failureCode()).isEqualTo("KEY_DUPLICATE");
        assertThat(RUNS.run("status").finishedAt()).isNotNull();
        RUNS.setStatus("status", RunStatus.RUNNING);
        RunRecord again = RUNS.run("status");
        assertThat(again.startedAt()).isEqualTo(started);
        assertThat(again.finishedAt()).isNull();
        assertThat(again.failureCode()).isNull();
    }

    @Test
    void aRunThatGoesOnStandsNoLongerWhereItEnded() {
        Ledger.register("reopened", 1);
        RUNS.finish("reopened", RunStatus.FAILED, "KEY_DUPLICATE", "two rows share one key");
        String mark = RUNS.mark("reopened");

        assertThat(RUNS.reopen("reopened", mark)).isTrue();

        RunRecord waits = RUNS.run("reopened");
        assertThat(waits.status()).isEqualTo(RunStatus.PENDING);
        assertThat(waits.finishedAt()).isNull();
        assertThat(waits.failureCode()).isNull();
    }

    @Test
    void aRunWhoseNextPassFailedAlreadyIsNotReopened() {
        Ledger.register("failed-again", 1);
        RUNS.finish("failed-again", RunStatus.FAILED, "KEY_DUPLICATE", "two rows share one key");
        String mark = RUNS.mark("failed-again");
        RUNS.beginPass("failed-again", "temporal-2");
        assertThat(RUNS.mark("failed-again")).as("only locked").isEqualTo(mark);
        RUNS.setStatus("failed-again", RunStatus.RUNNING);
        RUNS.finish("failed-again", RunStatus.FAILED, "KEY_DUPLICATE", "two rows share one key");

        assertThat(RUNS.reopen("failed-again", mark)).isFalse();

        assertThat(RUNS.run("failed-again").status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void aHundredThousandPartitionsArePinnedInSeconds() {
        List<PartitionRecord> partitions = Ledger.partitions(100_000);
        Instant start = Instant.now();
        RUNS.register(Ledger.newRun("large", Map.of()), Ledger.stages(), partitions);
        Duration took = Duration.between(start, Instant.now());
        System.out.println("registering 100,000 partitions took " + took.toMillis() + " ms");
        assertThat(RUNS.partitions("large", 99_998, 100_010)).isEqualTo(partitions.subList(99_998, 100_000));
        assertThat(took).isLessThan(Duration.ofSeconds(30));
    }
}
