package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.OUTPUTS;
import static dev.odograph.store.lineage.Ledger.POSTGRES;
import static dev.odograph.store.lineage.Ledger.PUBLICATIONS;
import static dev.odograph.store.lineage.Ledger.RUNS;
import static dev.odograph.store.lineage.Ledger.artifact;
import static dev.odograph.store.lineage.Ledger.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PublicationMovesIT {
    private static final PublicationMoves MOVES = new PublicationMoves(POSTGRES);
    private static final Mover ANNA = new Mover("anna", "review");

    @Test
    void aRunIsPublishedInAChannelOfAnyNameAndTheHistorySaysByWhom() {
        succeeded("weekly-1", "weekly");
        assertThat(MOVES.publish("weekly-1", "week-47", List.of(), ANNA))
                .extracting(PublicationRow::metric, PublicationRow::channel, PublicationRow::runId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ttc", "week-47", "weekly-1"));
        assertThat(MOVES.publish("weekly-1", "week-47", List.of(), ANNA)).isEmpty();
        assertThat(MOVES.history("default", "ttc", "weekly", "week-47", 10))
                .singleElement()
                .satisfies(move -> {
                    assertThat(move.action()).isEqualTo("publish");
                    assertThat(move.movedBy()).isEqualTo("anna");
                    assertThat(move.reason()).isEqualTo("review");
                    assertThat(move.previous()).isNull();
                });
    }

    @Test
    void rollingBackGoesToWhatWasShownBeforeAndFurtherWhenAskedAgain() {
        for (String run : List.of("back-1", "back-2", "back-3")) {
            succeeded(run, "back");
        }
        assertThat(latest("back")).isEqualTo("back-3");
        MOVES.rollBack("back-3", Publications.LATEST, ANNA);
        assertThat(latest("back")).isEqualTo("back-2");
        MOVES.rollBack("back-2", Publications.LATEST, ANNA);
        assertThat(latest("back")).isEqualTo("back-1");
        refused(() -> MOVES.rollBack("back-1", Publications.LATEST, ANNA), "Nothing was changed", "ttc", "publish RUN");
        refused(() -> MOVES.rollBack("back-3", Publications.LATEST, ANNA), "shows nothing of run \"back-3\"", "list");
        assertThat(latest("back")).isEqualTo("back-1");
    }

    @Test
    void aRunThatIsAskedToPublishAgainInTheSamePassDoesNotUndoARollback() {
        succeeded("undo-1", "undo");
        succeeded("undo-2", "undo");
        MOVES.rollBack("undo-2", Publications.LATEST, ANNA);
        assertThat(PUBLICATIONS.publish("undo-2")).isEmpty();
        assertThat(latest("undo")).isEqualTo("undo-1");
    }

    @Test
    void aRollbackSkipsARunThatRetentionDeletedAndRetentionKeepsWhatIsShown() {
        for (String run : List.of("gone-1", "gone-2", "gone-3")) {
            succeeded(run, "gone");
        }
        RunRetention retention = new RunRetention(POSTGRES);
        assertThat(retention.delete("gone-2", Duration.ZERO, 0)).isTrue();
        MOVES.rollBack("gone-3", Publications.LATEST, ANNA);
        assertThat(latest("gone")).isEqualTo("gone-1");
        assertThat(retention.delete("gone-1", Duration.ZERO, 0)).isFalse();
    }

    @Test
    void aPinnedPointerStaysWhateverSucceedsUntilItIsUnpinned() {
        succeeded("pin-1", "pinned");
        assertThat(MOVES.pin("pinned", Publications.LATEST, List.of(), true, ANNA))
                .extracting(PublicationRow::pinned)
                .containsExactly(true);
        succeeded("pin-2", "pinned");
        assertThat(latest("pinned")).isEqualTo("pin-1");
        refused(
                () -> MOVES.publish("pin-2", Publications.LATEST, List.of(), ANNA),
                "pinned in channel \"latest\" to run \"pin-1\"",
                "publication unpin pinned --channel latest");
        refused(() -> MOVES.rollBack("pin-1", Publications.LATEST, ANNA), "pinned");
        MOVES.pin("pinned", Publications.LATEST, List.of("ttc"), false, ANNA);
        MOVES.publish("pin-2", Publications.LATEST, List.of(), ANNA);
        assertThat(latest("pinned")).isEqualTo("pin-2");
        assertThat(MOVES.history("default", "ttc", "pinned", null, 10))
                .extracting(PublicationMove::action)
                .containsExactly("publish", "unpin", "pin", "run");
    }

    @Test
    void whatCannotBeMovedIsRefusedWithItsMend() {
        RUNS.register(Ledger.newRun("unfinished", Map.of()), Ledger.stages(), Ledger.partitions(1));
        refused(
                () -> MOVES.publish("unfinished", "main", List.of(), ANNA),
                "\"unfinished\" is PENDING",
                "runs show unfinished");
        succeeded("names-1", "names");
        assertThatThrownBy(() -> MOVES.publish("names-1", "Main Channel'; --", List.of(), ANNA))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_INVALID))
                .hasMessageContaining("a-z, 0-9");
        assertThatThrownBy(() -> MOVES.publish("names-1", "main", List.of("tcc"), ANNA))
                .hasMessageContaining("stores no tcc: it stores ttc");
        assertThatThrownBy(() -> MOVES.pin("names", "nightly", List.of(), true, ANNA))
                .hasMessageContaining("Channel \"nightly\" shows nothing of dataset \"names\"");
        assertThatThrownBy(() -> MOVES.pin("names", Publications.LATEST, List.of("tcc"), true, ANNA))
                .hasMessageContaining("shows no tcc of dataset");
    }

    @Test
    void manyMoversAtOnceLeaveOneHistoryWithoutGaps() throws InterruptedException {
        succeeded("race-1", "race");
        succeeded("race-2", "race");
        Ledger.race(java.util.stream.IntStream.range(0, 8)
                .<java.util.concurrent.Callable<Integer>>mapToObj(i ->
                        () -> MOVES.publish(i % 2 == 0 ? "race-1" : "race-2", "raced", List.of(), ANNA)
                                .size())
                .toList());
        List<PublicationMove> moves = MOVES.history("default", "ttc", "race", "raced", 100);
        for (int i = 0; i + 1 < moves.size(); i++) {
            assertThat(moves.get(i).previous()).isEqualTo(moves.get(i + 1).runId());
        }
        assertThat(moves.getLast().previous()).isNull();
        assertThat(PUBLICATIONS.find("default", "ttc", "race", "raced"))
                .map(PublicationRow::runId)
                .hasValue(moves.getFirst().runId());
    }

    private static String latest(String dataset) {
        return PUBLICATIONS
                .find("default", "ttc", dataset, Publications.LATEST)
                .orElseThrow()
                .runId();
    }

    /** A run that is complete, published by its purpose, and settled. */
    private static void succeeded(String runId, String dataset) {
        NewRun plain = Ledger.newRun(runId, Map.of());
        NewRun run = new NewRun(
                runId,
                plain.spec(),
                plain.bundleDigest(),
                plain.datasetId(),
                dataset,
                1,
                Map.of(),
                plain.purpose(),
                plain.failurePolicy(),
                "input");
        RUNS.register(run, Ledger.stages(), Ledger.partitions(1));
        RUNS.beginPass(runId, "temporal-1");
        Ledger.commit(runId, 0, runId + "-batch", artifact(runId + "-0"));
        OUTPUTS.commitOutput(output(runId, 1, -1, artifact(runId + "-fleet")));
        PUBLICATIONS.publish(runId);
        RUNS.finish(runId, RunStatus.SUCCEEDED, null, null);
    }

    private static void refused(Runnable move, String... words) {
        assertThatThrownBy(move::run)
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PUBLICATION_REFUSED))
                .hasMessageContainingAll(words);
    }
}
