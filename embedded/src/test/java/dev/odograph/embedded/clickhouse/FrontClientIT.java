package dev.odograph.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official clients against the front. */
class FrontClientIT {
    private static final int BATCHES = 16;
    private static final int BATCH_ROWS = 62_500;

    private static Endpoints endpoints;
    private static Client client;

    @BeforeAll
    static void connect() {
        endpoints = SharedStack.with(StackPart.CLICKHOUSE).endpoints();
        client = new Client.Builder()
                .addEndpoint(endpoints.clickhouseUrl())
                .setUsername(endpoints.clickhouseUser())
                .setPassword(endpoints.clickhousePassword())
                .compressServerResponse(false)
                .compressClientRequest(false)
                .build();
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Test
    void insertsAMillionArrowRowsAndAddsAConstantColumn(@TempDir Path directory) throws Exception {
        client.execute("CREATE TABLE arrow_rows (id Int64, x Float64, write_no UInt64) ENGINE = MergeTree ORDER BY id")
                .get();
        Path file = directory.resolve("rows.arrow");
        writeArrow(file);
        InsertSettings settings =
                new InsertSettings().setQueryId("arrow-1").serverSetting("max_insert_block_size", "100000");
        try (InputStream body = new BufferedInputStream(Files.newInputStream(file));
                InsertResponse response = client.insert(
                                "arrow_rows", List.of("id", "x"), body, ClickHouseFormat.ArrowStream, settings)
                        .get()) {
            assertThat(response.getWrittenRows()).isEqualTo((long) BATCHES * BATCH_ROWS);
            assertThat(response.getQueryId()).isEqualTo("arrow-1");
        }
        HttpResponse<String> withConstant = FrontHttp.post(
                endpoints,
                "INSERT INTO arrow_rows SELECT *, 7 AS write_no FROM input('id Int64, x Float64') FORMAT ArrowStream",
                HttpRequest.BodyPublishers.ofFile(file));
        assertThat(withConstant.statusCode()).as(withConstant.body()).isEqualTo(200);
        GenericRecord row = client.queryAll(
                        "SELECT count() AS n, countIf(write_no = 7) AS sevens, sum(id) AS ids" + " FROM arrow_rows")
                .getFirst();
        long rows = (long) BATCHES * BATCH_ROWS;
        assertThat(row.getLong("n")).isEqualTo(2 * rows);
        assertThat(row.getLong("sevens")).isEqualTo(rows);
        assertThat(row.getLong("ids")).isEqualTo(rows * (rows - 1));
    }

    @Test
    void bindsParametersOnTheServer() throws Exception {
        try (QueryResponse response = client.query(
                        "SELECT {x:Int64} + 1 AS y, {s:String} AS s FORMAT TabSeparated",
                        Map.of("x", 41, "s", "it's"),
                        new QuerySettings()
                                .setFormat(ClickHouseFormat.TabSeparated)
                                .setQueryId("my-query"))
                .get()) {
            assertThat(response.getQueryId()).isEqualTo("my-query");
            assertThat(new String(response.getInputStream().readAllBytes())).isEqualTo("42\tit\\'s\n");
        }
    }

    @Test
    void surfacesTheErrorCode() {
        assertThatThrownBy(() -> client.queryAll("SELECT * FROM no_such_table"))
                .hasStackTraceContaining("UNKNOWN_TABLE")
                .satisfies(e -> assertThat(serverCode(e)).isEqualTo(60));
    }

    @Test
    void anErrorBehindTheFirstRowsIsNeverACleanEnd() {
        assertThatThrownBy(() -> {
                    try (QueryResponse response = client.query(
                                    "SELECT throwIf(number = 5000000), toString(number) FROM numbers(10000000)",
                                    new QuerySettings().setFormat(ClickHouseFormat.TabSeparated))
                            .get()) {
                        response.getInputStream().transferTo(OutputStream.nullOutputStream());
                    }
                })
                .isInstanceOf(Exception.class);
    }

    @Test
    void readonlyStatementsCannotWriteAndTheSettingDoesNotLeak() throws Exception {
        client.execute("CREATE TABLE guarded (id Int64) ENGINE = MergeTree ORDER BY id")
                .get();
        QuerySettings readonly = new QuerySettings();
        readonly.serverSetting("readonly", "1");
        assertThatThrownBy(() ->
                        client.query("INSERT INTO guarded SELECT 1", readonly).get())
                .satisfies(e -> assertThat(serverCode(e)).isEqualTo(164));
        client.execute("INSERT INTO guarded SELECT 1").get();
        assertThat(client.queryAll("SELECT count() AS n FROM guarded")
                        .getFirst()
                        .getLong("n"))
                .isEqualTo(1);
    }

    @Test
    void killsARunningQueryByTheClientsId() throws Exception {
        CompletableFuture<Object> victim = CompletableFuture.supplyAsync(() -> {
            try (QueryResponse response = client.query(
                            "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 3",
                            new QuerySettings().setQueryId("victim"))
                    .get()) {
                return response.getResultRows();
            } catch (Exception e) {
                return e;
            }
        });
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!victim.isDone() && System.nanoTime() < deadline) {
            client.execute("KILL QUERY WHERE query_id = 'victim'").get();
            Thread.onSpinWait();
        }
        assertThat(victim.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Exception.class, e -> assertThat(serverCode(e)).isEqualTo(394));
    }

    @Test
    void streamsALargeResultWithFlatMemory() throws Exception {
        long before = residentKilobytes();
        try (QueryResponse response = client.query(
                        "SELECT number, toString(number) FROM numbers(20000000)",
                        new QuerySettings().setFormat(ClickHouseFormat.RowBinary))
                .get()) {
            long bytes = response.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(bytes).isEqualTo(328_888_890L);
        }
        assertThat(residentKilobytes() - before).isLessThan(200_000);
    }

    @Test
    void joinsTheChunksOfALongResultIntoOneDocument() throws Exception {
        String numbers = "SELECT number AS n, toString(number) AS s FROM numbers(300000)";
        assertThat(client.queryAll(numbers)).hasSize(300_000).last().satisfies(row -> {
            assertThat(row.getLong("n")).isEqualTo(299_999);
            assertThat(row.getString("s")).isEqualTo("299999");
        });
        assertThat(client.queryAll("SELECT 1 AS n WHERE 0")).isEmpty();
        for (String format : List.of("ArrowStream", "CSVWithNames", "JSONEachRow", "Native", "Parquet")) {
            assertThat(countRoundTrip(numbers, format)).as(format).isEqualTo(300_000);
        }
        assertThat(countRoundTrip(numbers + " WHERE 0", "ArrowStream")).isZero();
    }

    private static long countRoundTrip(String query, String format) throws Exception {
        client.execute("CREATE OR REPLACE TABLE round_trip (n UInt64, s String) ENGINE = MergeTree ORDER BY n")
                .get();
        QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.valueOf(format));
        try (QueryResponse response = client.query(query, settings).get();
                InsertResponse inserted = client.insert(
                                "round_trip", response.getInputStream(), ClickHouseFormat.valueOf(format))
                        .get()) {
            assertThat(inserted.getQueryId()).isNotEmpty();
        }
        return client.queryAll("SELECT uniqExact(n) AS n FROM round_trip")
                .getFirst()
                .getLong("n");
    }

    @Test
    void servesJdbc() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", endpoints.clickhouseUser());
        properties.setProperty("password", endpoints.clickhousePassword());
        properties.setProperty("compress", "false");
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:clickhouse:" + endpoints.clickhouseUrl() + "/default", properties);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE people (id Int64, name String) ENGINE = MergeTree ORDER BY id");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO people (id, name) VALUES (?, ?)")) {
                for (int i = 0; i < 20_000; i++) {
                    insert.setLong(1, i);
                    insert.setString(2, "it's; \\ number " + i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT count(), max(name) FROM people WHERE id < ?")) {
                query.setLong(1, 15_000);
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(15_000);
                    assertThat(rows.getString(2)).isEqualTo("it's; \\ number 9999");
                }
            }
            assertThatThrownBy(() -> statement.executeQuery("SELECT nonsense(1)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(46));
        }
    }

    private static void writeArrow(Path file) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                BigIntVector id = new BigIntVector("id", allocator);
                Float8Vector x = new Float8Vector("x", allocator);
                VectorSchemaRoot root = VectorSchemaRoot.of(id, x);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Files.newOutputStream(file))) {
            for (int batch = 0; batch < BATCHES; batch++) {
                id.allocateNew(BATCH_ROWS);
                x.allocateNew(BATCH_ROWS);
                for (int i = 0; i < BATCH_ROWS; i++) {
                    long value = (long) batch * BATCH_ROWS + i;
                    id.set(i, value);
                    x.set(i, value / 2.0);
                }
                root.setRowCount(BATCH_ROWS);
                writer.writeBatch();
            }
            writer.end();
        }
    }

    private static long residentKilobytes() throws IOException {
        long pid = SharedStack.with(StackPart.CLICKHOUSE)
                .status()
                .find("clickhouse")
                .orElseThrow()
                .pid();
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static int serverCode(Throwable e) {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof ServerException server) {
                return server.getCode();
            }
            cause = cause.getCause();
        }
        return -1;
    }
}
