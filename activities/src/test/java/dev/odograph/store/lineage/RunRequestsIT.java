package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.POSTGRES;
import static dev.odograph.store.lineage.Ledger.race;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunRequestsIT {
    private final RunRequests requests = new RunRequests(POSTGRES);

    @BeforeEach
    void startEmpty() {
        POSTGRES.transact("emptying the queue", tx -> tx.execute("DELETE FROM run_request"));
    }

    @Test
    void aKeyGivesOneRunHoweverOftenAndConcurrentlyItIsSent() throws Exception {
        List<Callable<String>> sent = IntStream.range(0, 4)
                .<Callable<String>>mapToObj(i -> () -> requests.accept(request("made-" + i, false, "key", "ads")))
                .toList();

        List<String> runs = race(sent);

        assertThat(runs).containsOnly(runs.getFirst());
        assertThat(requests.take(10)).hasSize(1);
    }

    @Test
    void aKeyOfAnotherCallerIsAnotherKey() {
        assertThat(requests.accept(request("of-ads", false, "shared", "ads"))).isEqualTo("of-ads");
        assertThat(requests.accept(request("of-ops", false, "shared", "ops"))).isEqualTo("of-ops");
    }

    @Test
    void anIdThatARunHasWithOtherInputIsRefused() {
        Ledger.register("taken-by-a-run", 1);

        assertThatThrownBy(() -> requests.accept(request("taken-by-a-run", true, null, "ads")))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_ID_REUSED))
                .hasMessageContaining("take another run_id");
    }

    @Test
    void startersTakeEachRequestOnceInOrderOfPurposeAndAge() throws Exception {
        requests.accept(request("backfill", Purpose.BACKFILL));
        requests.accept(request("adhoc", Purpose.ADHOC));
        requests.accept(request("ci", Purpose.CI));

        assertThat(ids(requests.take(2))).containsExactlyInAnyOrder("ci", "adhoc");
        IntStream.range(0, 20).forEach(i -> requests.accept(request("race-" + i, Purpose.CI)));
        Callable<List<RunRequest>> take = () -> requests.take(5);
        List<String> taken = race(Collections.nCopies(4, take)).stream()
                .flatMap(List::stream)
                .map(RunRequest::runId)
                .toList();
        assertThat(taken).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aRequestWhoseStarterDiedIsTakenAgainOnceItsLeaseIsOver() {
        requests.accept(request("orphan", Purpose.ADHOC));
        assertThat(requests.take(1)).hasSize(1);
        assertThat(requests.take(1)).isEmpty();

        POSTGRES.transact(
                "letting time pass",
                tx -> tx.execute("UPDATE run_request SET leased_until = now() WHERE run_id = 'orphan'"));

        assertThat(ids(requests.take(1))).containsExactly("orphan");
    }

    @Test
    void aRequestThatIsPutOffSaysWhyAndIsNotTaken() {
        requests.accept(request("put-off", Purpose.ADHOC));
        requests.take(1);

        requests.postpone(List.of("put-off"), Duration.ofMinutes(1), "Temporal is down");

        assertThat(requests.take(1)).isEmpty();
        assertThat(requests.find("put-off").orElseThrow().waitsFor()).isEqualTo("Temporal is down");
    }

    @Test
    void whoPlansTheRunSettlesTheRequest() {
        requests.accept(request("planned", Purpose.ADHOC));
        requests.started(List.of("planned"));

        Ledger.register("planned", 1);

        assertThat(requests.find("planned").orElseThrow().state()).isEqualTo(RunRequest.State.PLANNED);
        assertThat(requests.settle("planned", RunStatus.FAILED, ErrorCode.RUN_TERMINATED, "late"))
                .isFalse();
    }

    @Test
    void aRunIsAsOldAsItsRequestSoThatItKeepsItsPlaceInLists() {
        requests.accept(request("aged", Purpose.ADHOC));
        POSTGRES.transact(
                "letting time pass",
                tx -> tx.execute("UPDATE run_request SET created_at = '2026-01-02T03:04:05Z' WHERE run_id = 'aged'"));

        assertThat(Ledger.register("aged", 1).createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Test
    void aRequestThatFailedIsQueuedAgainAndOneUnderWayIsNot() {
        requests.accept(request("refused", Purpose.ADHOC));
        assertThat(requests.again("refused")).isFalse();

        assertThat(requests.settle("refused", RunStatus.FAILED, ErrorCode.GRAPH_NOT_FOUND, "no such graph"))
                .isTrue();

        assertThat(requests.find("refused").orElseThrow().failureCode()).isEqualTo("GRAPH_NOT_FOUND");
        assertThat(requests.again("refused")).isTrue();
        assertThat(ids(requests.take(1))).containsExactly("refused");
    }

    @Test
    void aRequestIsCancelledOnlyWhileNoStarterHasIt() {
        requests.accept(request("unwanted", Purpose.ADHOC));
        requests.take(1);
        assertThat(requests.cancelQueued("unwanted", "cancelled")).isFalse();

        requests.postpone(List.of("unwanted"), Duration.ofMinutes(1), "Temporal is down");

        assertThat(requests.cancelQueued("unwanted", "cancelled")).isTrue();
        assertThat(requests.find("unwanted").orElseThrow().state().status()).isEqualTo(RunStatus.CANCELLED);
    }

    private static NewRunRequest request(String runId, boolean named, @Nullable String key, String caller) {
        return new NewRunRequest(runId, named, caller, key, "digest", RunInput.of("car_following", "fleet"));
    }

    private static NewRunRequest request(String runId, Purpose purpose) {
        RunInput input = new RunInput("car_following", null, null, "fleet@3", Map.of(), purpose, null, null);
        return new NewRunRequest(runId, true, "ads", null, "digest", input);
    }

    private static List<String> ids(List<RunRequest> taken) {
        return taken.stream().map(RunRequest::runId).toList();
    }
}
