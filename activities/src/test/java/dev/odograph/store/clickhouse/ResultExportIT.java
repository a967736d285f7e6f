package dev.odograph.store.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.artifact.RowDigest;
import dev.odograph.batch.ResultLab;
import dev.odograph.batch.RowHashSql;
import dev.odograph.batch.RowHasher;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultExportIT {
    private static final long ROWS = 5_000_000;
    private static final String ORDERED = "SELECT * FROM default__big_v1_by_run(run = 'r') ORDER BY segment_id, t_ms";
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            column("segment_id", ColumnType.STRING, true),
            column("t_ms", ColumnType.INT64, true),
            column("ttc_s", ColumnType.FLOAT64, false),
            column("lane", ColumnType.INT32, false),
            column("braking", ColumnType.BOOL, false),
            column("note", ColumnType.STRING, false)));

    @TempDir
    static Path directory;

    private static ClickHouse clickhouse;

    @BeforeAll
    static void storeFiveMillionRows() {
        clickhouse = ResultLab.open(directory).clickhouse();
        MetricTable table = MetricTable.merged("default", "big", new Version(1, 0), SCHEMA);
        new ResultTables(clickhouse, (name, work) -> work.run()).ensure(table);
        clickhouse.execute("INSERT INTO " + table.name() + " (" + ResultColumns.list(SCHEMA) + ", write_no)"
                + " SELECT 'seg-' || toString(number % 500), number, number / 7, number % 5, number % 2,"
                + " 'note, \"' || toString(number), 1 FROM numbers(" + ROWS + ")");
        clickhouse.execute("INSERT INTO visibility SELECT 'r', 'big', 1, 'seg-' || toString(number), 1, 1, 0"
                + " FROM numbers(500)");
    }

    @ParameterizedTest
    @CsvSource({"CSV,read_csv", "JSON,read_json", "PARQUET,read_parquet"})
    void fiveMillionSortedRowsArriveWhole(ResultFormat format, String reader) throws Exception {
        Path file = directory.resolve(format + ".export");
        long before = residentMegabytes();
        try (OutputStream out = Files.newOutputStream(file)) {
            new ResultReader(clickhouse)
                    .write(new ResultSource("default__big_v1", "big", "r", null, null, 500), format, out);
        }
        assertThat(residentMegabytes() - before)
                .as("growth of ClickHouse's memory in MB")
                .isLessThan(700);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), sum(t_ms)::BIGINT, count(DISTINCT note),"
                        + " sum(lane)::BIGINT FROM "
                        + reader + "('" + file + "')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(ROWS);
            assertThat(row.getLong(2)).isEqualTo(ROWS * (ROWS - 1) / 2);
            assertThat(row.getLong(3)).isEqualTo(ROWS);
            assertThat(row.getLong(4)).isEqualTo(2 * ROWS);
        }
        assertThat(rowsOutOfOrder(reader, file)).isZero();
        Files.delete(file);
    }

    /** Rows whose key is not behind that of the row before, in the order of the file. */
    private static long rowsOutOfOrder(String reader, Path file) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            try (ResultSet row = statement.executeQuery("SELECT count(*) FILTER (NOT in_order) FROM (SELECT"
                    + " (segment_id, t_ms) > lag((segment_id, t_ms)) OVER () AS in_order FROM "
                    + reader + "('" + file + "'))")) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        }
    }

    @Test
    void fiveMillionSortedArrowRowsHaveTheTablesDigest() throws Exception {
        RowHasher hasher = new RowHasher(SCHEMA);
        ClickHouseQuery query = ClickHouseQuery.of(
                        "SELECT segment_id, t_ms, ttc_s, lane, braking, note FROM (" + ORDERED + ")")
                .setting("output_format_arrow_compression_method", "none");
        try (InputStream in = clickhouse.open(query, "ArrowStream");
                RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
            while (reader.loadNextBatch()) {
                hasher.add(reader.getVectorSchemaRoot());
            }
        }
        List<String> stored = clickhouse
                .rows(ClickHouseQuery.of("SELECT count(), " + RowHashSql.of(SCHEMA) + " FROM default__big_v1"))
                .getFirst();
        assertThat(hasher.digest())
                .isEqualTo(new RowDigest(Long.parseLong(stored.get(0)), Long.parseUnsignedLong(stored.get(1))));
        assertThat(hasher.digest().rows()).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ArrowStream", "RowBinary", "JSONEachRow", "CSVWithNames", "Parquet"})
    void anErrorBehindTheFirstRowsIsAnErrorWithItsReasonAndNeverAShortResult(String format) {
        ClickHouseQuery query = ClickHouseQuery.of("SELECT number, throwIf(number = 3000000) FROM numbers(6000000)");
        assertThatThrownBy(() -> {
                    try (InputStream in = clickhouse.open(query, format)) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                })
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("SELECT number, throwIf")
                .hasCauseInstanceOf(ClickHouseFailure.class);
    }

    private static ColumnSpec column(String name, ColumnType type, boolean key) {
        return new ColumnSpec(name, type, false, key, null, false);
    }

    private static long residentMegabytes() throws Exception {
        long pid = SharedStack.with(StackPart.CLICKHOUSE)
                .status()
                .find("clickhouse")
                .orElseThrow()
                .pid();
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }
}
