package dev.odograph.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseAddress;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PostgresWriteLedger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommitProtocolIT {
    private static final Duration LATER = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final RunLab runs = RunLab.open();
    private final WriteLedger ledger = new PostgresWriteLedger(runs.postgres());
    private ResultLab results;
    private BatchRequest batch;
    private String runId;
    private OutputRecord output;

    @BeforeEach
    void prepareABatchOfARun() throws Exception {
        results = ResultLab.open(directory);
        batch = results.batch("batch-" + UUID.randomUUID(), 1_000, "seg-0");
        runId = runs.run("fleet", 1);
        output = runs.output(runId, 0, batch);
    }

    @Test
    void aBatchThatIsStoredTwiceIsThereOnce() {
        BatchCommitter committer = committer(CommitProbe.NONE);
        List<CommittedBatch> first = committer.commit(output, List.of(batch));
        List<CommittedBatch> again = committer.commit(output, List.of(batch));
        assertThat(again).isEqualTo(first);
        assertThat(visibleRows()).isEqualTo(1_000);
        assertThat(results.storedRows()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_OPEN", "AFTER_INSERT", "AFTER_STATES", "AFTER_VERIFY", "BEFORE_COMMIT"})
    void aCommitterThatTheSweeperOvertookStartsOver(CommitPoint pausedAt) {
        AtomicBoolean paused = new AtomicBoolean();
        BatchCommitter committer = committer((point, batchId, writeNo) -> {
            if (point == pausedAt && paused.compareAndSet(false, true)) {
                sweep();
                assertThat(visibleRows()).isZero();
            }
        });
        CommittedBatch committed = committer.commit(output, List.of(batch)).getFirst();
        assertThat(visibleRows()).isEqualTo(1_000);
        sweep();
        assertThat(results.storedRows()).isEqualTo(1_000);
        assertThat(results.storedStates()).isEqualTo(2);
        assertThat(writeNumbers()).containsExactly(committed.writeNo());
    }

    @ParameterizedTest
    @EnumSource(CommitPoint.class)
    void aCommitterThatDiedIsFollowedByOneThatEndsWithTheSameRows(CommitPoint diedAt) {
        BatchCommitter dying = committer((point, batchId, writeNo) -> {
            if (point == diedAt) {
                throw new Died();
            }
        });
        assertThatThrownBy(() -> dying.commit(output, List.of(batch))).isInstanceOf(Died.class);
        assertThat(visibleRows()).isEqualTo(diedAt == CommitPoint.AFTER_COMMIT ? 1_000 : 0);
        committer(CommitProbe.NONE).commit(output, List.of(batch));
        assertThat(visibleRows()).isEqualTo(1_000);
        sweep();
        assertThat(results.storedRows()).isEqualTo(1_000);
        assertThat(results.storedStates()).isEqualTo(2);
    }

    @Test
    void ofTwoCommittersAtOnceOneWinsAndBothReturnTheWinner() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        CommitProbe meet = (point, batchId, writeNo) -> {
            if (point == CommitPoint.BEFORE_COMMIT) {
                await(together);
            }
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<List<CommittedBatch>> one =
                    threads.submit(() -> committer(meet).commit(output, List.of(batch)));
            Future<List<CommittedBatch>> other =
                    threads.submit(() -> committer(meet).commit(output, List.of(batch)));
            assertThat(one.get()).isEqualTo(other.get());
        }
        assertThat(results.storedRows()).isEqualTo(2_000);
        assertThat(visibleRows()).isEqualTo(1_000);
        sweep();
        assertThat(results.storedRows()).isEqualTo(1_000);
        assertThat(visibleRows()).isEqualTo(1_000);
    }

    @Test
    void rowsThatArriveUnderADeadWriteAreNeverSeenAndAreDeletedAgain() {
        long dead = ledger.open(new NewWrite(
                batch.batch().batchId(),
                batch.batch().table(),
                runId,
                batch.batch().digest()));
        PhysicalWrite write = new PhysicalWrite(results.clickhouse());
        write.send(dead, batch);
        write.summarise(dead, batch);
        sweep();
        assertThat(results.storedRows()).isZero();
        assertThat(results.storedStates()).isZero();
        insertLate(dead);
        assertThat(results.storedRows()).isEqualTo(1_000);
        assertThat(visibleRows()).isZero();
        sweep();
        assertThat(results.storedRows()).isZero();
    }

    @Test
    void aDeadWriteIsDoneWithOnceItWasQuietForLongEnough() {
        long dead = ledger.open(new NewWrite(
                batch.batch().batchId(),
                batch.batch().table(),
                runId,
                batch.batch().digest()));
        sweep();
        assertThat(ledger.deadUnswept(0)).extracting(DeadWrite::writeNo).contains(dead);
        new WriteSweeper(ledger, results.clickhouse(), LATER, Duration.ZERO).sweep();
        assertThat(ledger.deadUnswept(0)).extracting(DeadWrite::writeNo).doesNotContain(dead);
    }

    @Test
    void aSweepLooksAtEveryDeadWriteHoweverMany() {
        runs.postgres()
                .transact(
                        "leaving dead writes",
                        tx -> tx.execute(
                                "INSERT INTO write (table_name, batch_id, state, rows, digest, run_id, settled_at)"
                                        + " SELECT ?, 'many-' || n, 'DEAD', 1, '1', ?, now()"
                                        + " FROM generate_series(1, 1001) n",
                                batch.batch().table(),
                                runId));
        long last = ledger.open(new NewWrite(
                batch.batch().batchId(),
                batch.batch().table(),
                runId,
                batch.batch().digest()));
        new PhysicalWrite(results.clickhouse()).send(last, batch);

        sweep();

        assertThat(results.storedRows()).isZero();
        SweepReport quiet = new WriteSweeper(ledger, results.clickhouse(), LATER, Duration.ZERO).sweep();
        assertThat(quiet.swept()).isGreaterThanOrEqualTo(1_002);
        assertThat(ledger.deadUnswept(0)).isEmpty();
    }

    @Test
    void anAnswerThatWasLostIsMadeUpForByTheVerification() throws Exception {
        try (Lossy proxy = new Lossy(true)) {
            CommittedBatch committed = new BatchCommitter(ledger, proxy.client())
                    .commit(output, List.of(batch))
                    .getFirst();
            assertThat(visibleRows()).isEqualTo(1_000);
            assertThat(writeNumbers()).containsExactly(committed.writeNo());
        }
    }

    @Test
    void aRequestThatWasLostEndsAsADeadWriteAndAnErrorThatMayBeRetried() throws Exception {
        try (Lossy proxy = new Lossy(false)) {
            BatchCommitter committer = new BatchCommitter(ledger, proxy.client());
            assertThatThrownBy(() -> committer.commit(output, List.of(batch)))
                    .isInstanceOfSatisfying(
                            OdographException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CLICKHOUSE_UNAVAILABLE));
        }
        assertThat(visibleRows()).isZero();
        assertThat(ledger.openOlderThan(Duration.ZERO))
                .noneMatch(write -> write.batchId().equals(batch.batch().batchId()));
    }

    @Test
    void severalMetricsOfAStageAreCommittedTogetherOrNotAtAll() throws Exception {
        BatchRequest other = results.batch("batch-" + UUID.randomUUID(), 10, "seg-0");
        BatchRecord record = other.batch();
        BatchRequest refused = new BatchRequest(
                new BatchRecord(
                        record.batchId(),
                        "not_there",
                        record.namespace(),
                        "other",
                        record.version(),
                        record.artifactKey(),
                        record.fingerprint(),
                        record.segments(),
                        record.digest()),
                other.schema(),
                other.rows());
        BatchCommitter committer = committer(CommitProbe.NONE);
        assertThatThrownBy(() -> committer.commit(output, List.of(batch, refused)))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("not_there");
        assertThat(results.storedRows()).isEqualTo(1_000);
        assertThat(ledger.find(batch.batch().batchId())).isEmpty();
        assertThat(visibleRows()).isZero();
        assertThat(ledger.openOlderThan(Duration.ZERO))
                .noneMatch(write -> write.runId().equals(runId));
        sweep();
        assertThat(results.storedRows()).isZero();
    }

    private BatchCommitter committer(CommitProbe probe) {
        return new BatchCommitter(ledger, results.clickhouse(), probe);
    }

    private void sweep() {
        new WriteSweeper(ledger, results.clickhouse(), Duration.ZERO, LATER).sweep();
    }

    private long visibleRows() {
        new Mirror(new PostgresMirrorLedger(runs.postgres()), results.clickhouse()).drain();
        return results.count("SELECT count() FROM " + results.table().name() + "_by_run(run = '" + runId + "')");
    }

    private List<Long> writeNumbers() {
        return results
                .clickhouse()
                .rows(ClickHouseQuery.of(
                        "SELECT DISTINCT write_no FROM " + results.table().name()))
                .stream()
                .map(row -> Long.parseLong(row.getFirst()))
                .toList();
    }

    /** What a zombie of another process would send: the same rows, not minding any token. */
    private void insertLate(long writeNo) {
        results.clickhouse()
                .execute("INSERT INTO " + results.table().name()
                        + " (segment_id, t_ms, ttc_s, write_no) SELECT 'seg-0', number * 100, 1.5, " + writeNo
                        + " FROM numbers(1000)");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stands for kill -9: nothing in the committer catches it. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A proxy that breaks the connection of every INSERT of rows, after or before it reached ClickHouse. */
    private final class Lossy implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final Endpoints endpoints =
                SharedStack.with(StackPart.CLICKHOUSE).endpoints();

        Lossy(boolean deliver) throws Exception {
            server.createContext("/", exchange -> {
                byte[] body = exchange.getRequestBody().readAllBytes();
                boolean insert = exchange.getRequestURI().getRawQuery().contains("ArrowStream");
                try (exchange) {
                    if (insert && !deliver) {
                        return;
                    }
                    var answer = http.send(
                            HttpRequest.newBuilder(URI.create(endpoints.clickhouseUrl() + exchange.getRequestURI()))
                                    .headers(clickhouseHeaders(exchange.getRequestHeaders()))
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            BodyHandlers.ofByteArray());
                    if (!insert) {
                        exchange.sendResponseHeaders(answer.statusCode(), 0);
                        exchange.getResponseBody().write(answer.body());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
        }

        private static String[] clickhouseHeaders(Headers sent) {
            return sent.entrySet().stream()
                    .filter(header -> header.getKey().startsWith("X-clickhouse-"))
                    .flatMap(header ->
                            Stream.of(header.getKey(), header.getValue().getFirst()))
                    .toArray(String[]::new);
        }

        ClickHouse client() {
            return new ClickHouse(new ClickHouseAddress(
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    endpoints.clickhouseUser(),
                    endpoints.clickhousePassword(),
                    results.clickhouse().database()));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
