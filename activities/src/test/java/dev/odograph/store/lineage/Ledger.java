package dev.odograph.store.lineage;

import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.batch.BatchRecord;
import dev.odograph.batch.BatchVisibility;
import dev.odograph.batch.NewWrite;
import dev.odograph.batch.OutputRecord;
import dev.odograph.batch.WrittenBatch;
import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.schema.postgres.Migrations;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.Version;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** One PostgreSQL for all tests of the JVM, which keep apart by run ids and keys of their own. */
final class Ledger {
    static final Postgres POSTGRES = start();
    static final RunLedger RUNS = new RunLedger(POSTGRES);
    static final OutputLedger OUTPUTS = new OutputLedger(POSTGRES);
    static final PostgresWriteLedger WRITES = new PostgresWriteLedger(POSTGRES);
    static final MemoLedger MEMO = new MemoLedger(POSTGRES);
    static final Retention RETENTION = new Retention(POSTGRES);
    static final PostgresMirrorLedger MIRROR = new PostgresMirrorLedger(POSTGRES);
    static final Publications PUBLICATIONS = new Publications(POSTGRES);
    static final RunReader READER = new RunReader(POSTGRES);
    static final RowDigest DIGEST = new RowDigest(3, -5);

    private Ledger() {}

    private static Postgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            Migrations.migrate(server.getPostgresDatabase());
            return new Postgres(server.getPostgresDatabase());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run of two stages (the first stores metric {@code ttc}, the second reduces) on two segments a partition. */
    static RunRecord register(String runId, int partitions) {
        RUNS.register(newRun(runId, Map.of()), stages(), partitions(partitions));
        RUNS.beginPass(runId, "temporal-1");
        return RUNS.run(runId);
    }

    static NewRun newRun(String runId, Map<String, Object> parameters) {
        GraphSpec spec = new GraphSpec(
                GraphSpec.FORMAT,
                "default",
                "following",
                new Version(1, 0),
                "safety",
                "Follows.",
                List.of(),
                List.of(),
                List.of());
        return new NewRun(
                runId,
                spec,
                "bundle",
                "d-1",
                "fleet-" + runId,
                1,
                parameters,
                Purpose.ADHOC,
                FailurePolicy.FAIL,
                "input" + parameters);
    }

    static List<StageRecord> stages() {
        return List.of(
                new StageRecord(
                        0,
                        "time_to_collision",
                        List.of("samples", "time_to_collision"),
                        List.of(),
                        false,
                        "f0",
                        List.of(new MetricSpec("ttc", new Version(1, 0), "time_to_collision"))),
                new StageRecord(1, "fleet", List.of("fleet"), List.of(0), true, "f1", List.of()));
    }

    static List<PartitionRecord> partitions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PartitionRecord(
                        i, List.of("a" + i, "b" + i), List.of("da" + i, "db" + i), 100, 1_000, 500.5, 60_000))
                .toList();
    }

    static String artifact(String key) {
        OUTPUTS.registerArtifact(new ArtifactRecord(
                key,
                "time_to_collision",
                List.of(new TableFile(TableFile.Format.ARROW_STREAM, "/a/" + key, null)),
                DIGEST,
                10,
                "r"));
        return key;
    }

    static OutputRecord output(String runId, int stage, int partition, String artifactKey) {
        return new OutputRecord(runId, 1, stage, partition, 1, artifactKey, false, DIGEST.rows(), Instant.now());
    }

    static BatchRecord batch(String batchId, String artifactKey, int partition) {
        List<String> segments = partition < 0 ? List.of() : List.of("a" + partition, "b" + partition);
        return new BatchRecord(
                batchId, "default__ttc_v1", "default", "ttc", new Version(1, 0), artifactKey, "f0", segments, DIGEST);
    }

    static long open(String batchId, String runId) {
        return WRITES.open(new NewWrite(batchId, "default__ttc_v1", runId, DIGEST));
    }

    /** Opens a write of a batch and commits it to the run's stage 0. */
    static long commit(String runId, int partition, String batchId, String artifactKey) {
        long writeNo = open(batchId, runId);
        return WRITES.commit(
                        output(runId, 0, partition, artifactKey),
                        List.of(new WrittenBatch(writeNo, batch(batchId, artifactKey, partition), true)))
                .getFirst()
                .writeNo();
    }

    /** Runs all of it at the same moment and returns what each came to; an exception fails the test. */
    static <T> List<T> race(List<Callable<T>> work) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(work.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            List<Future<T>> running = work.stream()
                    .map(one -> threads.submit(() -> {
                        start.await();
                        return one.call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a racer failed", e.getCause());
        }
    }

    /** What of a run's batches is still to be mirrored, in order of revision. */
    static List<BatchVisibility> unmirroredOf(String runId) {
        return MIRROR.unmirroredBatches(1_000_000).stream()
                .filter(batch -> batch.runId().equals(runId))
                .toList();
    }
}
