package dev.odograph.batch;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseAddress;
import dev.odograph.store.clickhouse.ResultTables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** The real ClickHouse with a database of its own, and batches of a small table to store in it. */
public final class ResultLab {
    public static final TableSchema SCHEMA = new TableSchema(List.of(
            column("segment_id", ColumnType.STRING, true),
            column("t_ms", ColumnType.INT64, true),
            new ColumnSpec("ttc_s", ColumnType.FLOAT64, true, false, "s", false)));
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final ClickHouse clickhouse;
    private final MetricTable table;
    private final Path directory;

    private ResultLab(ClickHouse clickhouse, MetricTable table, Path directory) {
        this.clickhouse = clickhouse;
        this.table = table;
        this.directory = directory;
    }

    /** A database that nothing else uses, with the mirror's tables and a metric's. */
    public static ResultLab open(Path directory) {
        ClickHouse clickhouse =
                database("results_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet());
        ResultTables.createMirror(clickhouse);
        MetricTable table = MetricTable.merged("default", "ttc", new Version(1, 0), SCHEMA);
        new ResultTables(clickhouse, (name, work) -> work.run()).ensure(table);
        return new ResultLab(clickhouse, table, directory);
    }

    static ClickHouse database(String name) {
        Endpoints endpoints = SharedStack.with(StackPart.CLICKHOUSE).endpoints();
        ClickHouse clickhouse = new ClickHouse(new ClickHouseAddress(
                endpoints.clickhouseUrl(), endpoints.clickhouseUser(), endpoints.clickhousePassword(), name));
        clickhouse.createDatabase();
        return clickhouse;
    }

    public ClickHouse clickhouse() {
        return clickhouse;
    }

    public MetricTable table() {
        return table;
    }

    /** A batch of {@code rows} rows in each of the segments; the same arguments give the same batch. */
    public BatchRequest batch(String batchId, int rows, String... segments) throws IOException {
        Path file = directory.resolve(batchId + ".arrow");
        RowDigest digest = write(file, SCHEMA, rows * segments.length, (root, count) -> {
            for (int row = 0; row < count; row++) {
                text(root, "segment_id", row, segments[row / rows]);
                ((BigIntVector) root.getVector("t_ms")).setSafe(row, row % rows * 100L);
                if (row % 3 == 0) {
                    ((Float8Vector) root.getVector("ttc_s")).setNull(row);
                } else {
                    ((Float8Vector) root.getVector("ttc_s")).setSafe(row, row / 7.0);
                }
            }
        });
        BatchRecord record = new BatchRecord(
                batchId,
                table.name(),
                "default",
                "ttc",
                new Version(1, 0),
                "artifact-0",
                "fingerprint",
                List.of(segments),
                digest);
        return new BatchRequest(record, SCHEMA, new TableFile(TableFile.Format.ARROW_STREAM, file.toString(), null));
    }

    /** Rows that are in the table, whether visible or not. */
    public long storedRows() {
        return count("SELECT count() FROM " + table.name());
    }

    /** Summary states that are in the table's companion, whether visible or not. */
    public long storedStates() {
        return count("SELECT count() FROM " + StatesDdl.name(table.name()));
    }

    public long count(String sql) {
        return Long.parseLong(clickhouse
                .rows(dev.odograph.store.clickhouse.ClickHouseQuery.of(sql))
                .getFirst()
                .getFirst());
    }

    static RowDigest write(Path file, TableSchema schema, int rows, ObjIntConsumer<VectorSchemaRoot> fill)
            throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.of(schema), allocator);
                OutputStream out = Files.newOutputStream(file);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
            root.getFieldVectors().forEach(FieldVector::allocateNew);
            fill.accept(root, rows);
            root.setRowCount(rows);
            writer.start();
            writer.writeBatch();
            writer.end();
            RowHasher hasher = new RowHasher(schema);
            hasher.add(root);
            return hasher.digest();
        }
    }

    static void text(VectorSchemaRoot root, String column, int row, String value) {
        ((VarCharVector) root.getVector(column)).setSafe(row, value.getBytes(StandardCharsets.UTF_8));
    }

    static ColumnSpec column(String name, ColumnType type, boolean key) {
        return new ColumnSpec(name, type, false, key, null, false);
    }
}
