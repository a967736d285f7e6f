package dev.odograph.benchmarks;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.batch.BatchCommitter;
import dev.odograph.batch.BatchRecord;
import dev.odograph.batch.BatchRequest;
import dev.odograph.batch.CommitPoint;
import dev.odograph.batch.OutputRecord;
import dev.odograph.batch.RowHasher;
import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.postgres.Migrations;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseAddress;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.ArtifactRecord;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PostgresWriteLedger;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.StageRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.postgresql.ds.PGSimpleDataSource;

/** What write, verification and commit of a small batch cost, and what the digest costs a cell: ADR 0002. */
public final class CommitBenchmark {
    private static final int COMMITS = 300;
    private static final int ROWS = 1_000;
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
            new ColumnSpec("t_ms", ColumnType.INT64, false, true, "ms", false),
            new ColumnSpec("ttc_s", ColumnType.FLOAT64, true, false, "s", false)));

    private CommitBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Endpoints endpoints =
                SharedStack.with(StackPart.POSTGRESQL, StackPart.CLICKHOUSE).endpoints();
        try (OneConnection pool = new OneConnection(source(endpoints));
                ClickHouse clickhouse = new ClickHouse(new ClickHouseAddress(
                        endpoints.clickhouseUrl(),
                        endpoints.clickhouseUser(),
                        endpoints.clickhousePassword(),
                        "odograph"))) {
            Migrations.migrate(pool);
            ResultTables.createMirror(clickhouse);
            MetricTable table = MetricTable.merged("default", "ttc", new Version(1, 0), SCHEMA);
            new ResultTables(clickhouse, (name, work) -> work.run()).ensure(table);
            measure(new Postgres(pool), clickhouse, table);
        }
    }

    private static void measure(Postgres postgres, ClickHouse clickhouse, MetricTable table) throws Exception {
        register(postgres);
        Path file = Files.createTempFile("rows", ".arrow");
        timeDigest();
        Map<CommitPoint, Long> passed = new EnumMap<>(CommitPoint.class);
        BatchCommitter committer = new BatchCommitter(
                new PostgresWriteLedger(postgres),
                clickhouse,
                (point, batchId, writeNo) -> passed.put(point, System.nanoTime()));
        double[][] ms = new double[6][COMMITS];
        for (int i = 0; i < COMMITS; i++) {
            RowDigest digest = rows(file, "seg-" + i);
            OutputRecord output = output(postgres, i, file, digest);
            BatchRequest request = request(table, i, file, digest);
            long start = System.nanoTime();
            committer.commit(output, List.of(request));
            long end = System.nanoTime();
            ms[0][i] = (end - start) / 1e6;
            ms[1][i] = between(start, passed, CommitPoint.AFTER_OPEN);
            ms[2][i] = between(at(passed, CommitPoint.AFTER_OPEN), passed, CommitPoint.AFTER_INSERT);
            ms[3][i] = between(at(passed, CommitPoint.AFTER_INSERT), passed, CommitPoint.AFTER_STATES);
            ms[4][i] = between(at(passed, CommitPoint.AFTER_STATES), passed, CommitPoint.AFTER_VERIFY);
            ms[5][i] = between(at(passed, CommitPoint.BEFORE_COMMIT), passed, CommitPoint.AFTER_COMMIT);
        }
        String[] names = {"all", "find and open", "insert", "states", "verify", "commit"};
        for (int part = 0; part < names.length; part++) {
            Arrays.sort(ms[part]);
            System.out.printf(
                    "%-14s median %6.1f ms, p95 %6.1f ms%n",
                    names[part], ms[part][COMMITS / 2], ms[part][COMMITS * 95 / 100]);
        }
        Files.delete(file);
    }

    private static long at(Map<CommitPoint, Long> passed, CommitPoint point) {
        return passed.getOrDefault(point, 0L);
    }

    private static double between(long start, Map<CommitPoint, Long> passed, CommitPoint end) {
        return (at(passed, end) - start) / 1e6;
    }

    static PGSimpleDataSource source(Endpoints endpoints) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(endpoints.postgresUrl());
        source.setUser(endpoints.postgresUser());
        source.setPassword(endpoints.postgresPassword());
        return source;
    }

    private static void register(Postgres postgres) {
        GraphSpec spec = new GraphSpec(
                GraphSpec.FORMAT, "default", "g", new Version(1, 0), null, "", List.of(), List.of(), List.of());
        StageRecord stage = new StageRecord(
                0,
                "ttc",
                List.of("ttc"),
                List.of(),
                false,
                "f",
                List.of(new MetricSpec("ttc", new Version(1, 0), "ttc")));
        List<PartitionRecord> partitions = IntStream.range(0, COMMITS)
                .mapToObj(i -> new PartitionRecord(i, List.of("seg-" + i), List.of("d"), ROWS, 1, 1, 1))
                .toList();
        RunLedger runs = new RunLedger(postgres);
        runs.register(
                new NewRun("r", spec, "b", "d", "fleet", 1, Map.of(), Purpose.ADHOC, FailurePolicy.FAIL, "i"),
                List.of(stage),
                partitions);
        runs.beginPass("r", "t");
    }

    private static OutputRecord output(Postgres postgres, int partition, Path file, RowDigest digest) {
        TableFile rows = new TableFile(TableFile.Format.ARROW_STREAM, file.toString(), null);
        new OutputLedger(postgres)
                .registerArtifact(new ArtifactRecord("a-" + partition, "ttc", List.of(rows), digest, 1, "r"));
        return new OutputRecord("r", 1, 0, partition, 1, "a-" + partition, false, digest.rows(), Instant.now());
    }

    private static BatchRequest request(MetricTable table, int partition, Path file, RowDigest digest) {
        BatchRecord batch = new BatchRecord(
                "batch-" + partition,
                table.name(),
                "default",
                "ttc",
                new Version(1, 0),
                "a-" + partition,
                "f",
                List.of("seg-" + partition),
                digest);
        return new BatchRequest(batch, SCHEMA, new TableFile(TableFile.Format.ARROW_STREAM, file.toString(), null));
    }

    private static void timeDigest() {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.of(SCHEMA), allocator)) {
            fill(root, 65_536, "seg-0");
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            for (int round = 0; round < 5; round++) {
                RowHasher timed = new RowHasher(SCHEMA);
                long start = threads.getCurrentThreadCpuTime();
                for (int i = 0; i < 100; i++) {
                    timed.add(root);
                }
                double cells = 100.0 * 65_536 * SCHEMA.columns().size();
                System.out.printf(
                        "digest %s: %.2f ns of CPU a cell%n",
                        timed.digest(), (threads.getCurrentThreadCpuTime() - start) / cells);
            }
        }
    }

    private static RowDigest rows(Path file, String segment) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.of(SCHEMA), allocator);
                OutputStream out = Files.newOutputStream(file);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
            fill(root, ROWS, segment);
            writer.start();
            writer.writeBatch();
            writer.end();
            RowHasher hasher = new RowHasher(SCHEMA);
            hasher.add(root);
            return hasher.digest();
        }
    }

    private static void fill(VectorSchemaRoot root, int rows, String segment) {
        root.getFieldVectors().forEach(FieldVector::allocateNew);
        for (int row = 0; row < rows; row++) {
            ((VarCharVector) root.getVector("segment_id")).setSafe(row, segment.getBytes(StandardCharsets.UTF_8));
            ((BigIntVector) root.getVector("t_ms")).setSafe(row, row * 100L);
            ((Float8Vector) root.getVector("ttc_s")).setSafe(row, row / 7.0);
        }
        root.setRowCount(rows);
    }
}
