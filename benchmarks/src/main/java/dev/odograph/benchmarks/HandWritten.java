package dev.odograph.benchmarks;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.artifact.RowDigest;
import dev.odograph.batch.RowHasher;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.SegmentInput;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.duckdb.DuckDBResultSet;

/**
 * The metrics of {@code car_following} as one would compute them once by hand: DuckDB's SQL on all processors, digests,
 * and one insert a table. No orchestration, no verification, no lineage, no check of the input.
 */
final class HandWritten {
    private final GraphSpec graph;
    private final ClickHouse clickhouse;
    private final Path directory;

    HandWritten(GraphSpec graph, ClickHouse clickhouse, Path directory) {
        this.graph = graph;
        this.clickhouse = clickhouse;
        this.directory = directory;
    }

    /** Computes and inserts everything; the digests by metric. Tables of the last time are replaced before. */
    Map<String, RowDigest> run(List<SegmentInput> segments) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("temp_directory", directory.toString());
        Map<String, RowDigest> digests = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
                Statement statement = connection.createStatement()) {
            String files = segments.stream()
                    .map(segment -> "'" + segment.tables().values().iterator().next() + "'")
                    .collect(Collectors.joining(", ", "[", "]"));
            statement.execute("CREATE VIEW samples AS SELECT * FROM read_parquet(" + files + ")");
            for (String sql : Files.readString(script(), StandardCharsets.UTF_8).split(";\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            for (MetricSpec metric : graph.metrics()) {
                digests.put(metric.name(), store(statement, metric.name(), schema(metric)));
            }
        }
        return digests;
    }

    private static Path script() throws Exception {
        return Path.of(java.util.Objects.requireNonNull(HandWritten.class.getResource("hand_written.sql"))
                .toURI());
    }

    private TableSchema schema(MetricSpec metric) {
        return graph.steps().stream()
                .filter(step -> step.name().equals(metric.step()))
                .map(StepSpec::output)
                .findFirst()
                .orElseThrow();
    }

    private RowDigest store(Statement statement, String metric, TableSchema schema) throws Exception {
        Path file = directory.resolve(metric + ".arrow");
        String columns = ResultColumns.list(schema).replace('`', '"');
        RowHasher hasher = new RowHasher(schema);
        try (ResultSet result = statement.executeQuery("SELECT " + columns + " FROM " + metric);
                RootAllocator allocator = new RootAllocator();
                ArrowReader reader =
                        (ArrowReader) result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, 65_536);
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.of(schema), allocator);
                FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, channel)) {
            writer.start();
            VectorLoader loader = new VectorLoader(root);
            while (reader.loadNextBatch()) {
                try (ArrowRecordBatch batch = new VectorUnloader(reader.getVectorSchemaRoot()).getRecordBatch()) {
                    loader.load(batch);
                }
                hasher.add(root);
                writer.writeBatch();
            }
            writer.end();
        }
        insert(metric, schema, file);
        Files.delete(file);
        return hasher.digest();
    }

    private void insert(String metric, TableSchema schema, Path file) {
        String table = "hand_written_" + metric;
        clickhouse.execute("DROP TABLE IF EXISTS " + table);
        clickhouse.execute("CREATE TABLE " + table + " AS default__" + metric + "_v1");
        String columns = ResultColumns.list(schema);
        clickhouse.insert(
                ClickHouseQuery.of("INSERT INTO " + table + " (" + columns + ", write_no) SELECT " + columns
                        + ", toUInt64(1) FROM input('"
                        + ResultColumns.structure(schema).replace("'", "\\'")
                        + "') FORMAT ArrowStream"),
                file);
    }
}
