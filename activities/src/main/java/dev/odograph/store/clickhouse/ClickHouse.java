package dev.odograph.store.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.MirrorDdl;
import dev.odograph.schema.clickhouse.ServerForm;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * ClickHouse through its own Java client, the one under its JDBC driver, with every retry off: the body of an INSERT goes
 * out once, for a repeated one could store rows twice. Errors are {@link OdographException}s whose cause is a
 * {@link ClickHouseFailure}. Thread-safe.
 */
public final class ClickHouse implements AutoCloseable {
    private static final ObjectReader ROW =
            JsonMapper.builder().build().readerFor(new TypeReference<List<String>>() {});
    /** Numbers and truth values become text; what is null stays so. */
    private static final ObjectReader NULLABLE_ROW =
            JsonMapper.builder().build().readerFor(new TypeReference<List<@Nullable String>>() {});

    /** The client writes the statement around what follows INTO, and takes a SELECT there as well as a table. */
    private static final Pattern INSERT = Pattern.compile("INSERT INTO (.*) FORMAT (\\w+)", Pattern.DOTALL);

    private static final int CONNECTIONS = 256;

    private final ClickHouseAddress address;
    private final Duration timeout;
    private final ServerForm form;
    private final Client client;

    /** A client of that server; a statement may take 10 minutes. */
    public ClickHouse(ClickHouseAddress address) {
        this(address, Duration.ofMinutes(10));
    }

    /** A client of that server, or of the cluster that it belongs to. */
    public ClickHouse(ClickHouseAddress address, ServerForm form) {
        this(address, Duration.ofMinutes(10), form);
    }

    /**
     * A client of that server.
     *
     * @param timeout how long to wait for the next bytes of an answer
     */
    public ClickHouse(ClickHouseAddress address, Duration timeout) {
        this(address, timeout, ServerForm.single());
    }

    private ClickHouse(ClickHouseAddress address, Duration timeout, ServerForm form) {
        this.address = address;
        this.timeout = timeout;
        this.form = form;
        this.client = new Client.Builder()
                .addEndpoint(address.url())
                .setUsername(address.user())
                .setPassword(address.password())
                .useHTTPBasicAuth(false)
                .setDefaultDatabase(address.database())
                .compressServerResponse(false)
                .compressClientRequest(false)
                .setMaxRetries(0)
                .retryOnFailures(ClientFaultCause.None)
                .setMaxConnections(CONNECTIONS)
                .setConnectTimeout(5, ChronoUnit.SECONDS)
                .setSocketTimeout(timeout.toMillis())
                .setSocketTcpNodelay(true)
                .build();
    }

    /** The database that tables are in. */
    public String database() {
        return address.database();
    }

    /** The database whose tables hold the rows, with sorting keys; on one server the same. */
    public String storage() {
        return form.storage(address.database());
    }

    /** Creates the database if it is not there. */
    public void createDatabase() {
        ClickHouseAddress outside = new ClickHouseAddress(address.url(), address.user(), address.password(), "default");
        try (ClickHouse server = new ClickHouse(outside, timeout, form)) {
            server.execute(MirrorDdl.createDatabase(address.database()));
        }
    }

    /** Runs a statement for its effect: one for one server, on a cluster those that do the same there. */
    public void execute(ClickHouseQuery query) {
        for (String sql : form.statements(query.sql(), address.database())) {
            ClickHouseQuery one = new ClickHouseQuery(sql, query.queryId(), query.parameters(), query.settings());
            try (InputStream answer = ask(one, ClickHouseFormat.TabSeparated, true)) {
                answer.readAllBytes();
            } catch (IOException e) {
                throw failed(one, e);
            }
        }
    }

    /** Runs a statement for its effect. */
    public void execute(String sql) {
        execute(ClickHouseQuery.of(sql));
    }

    /**
     * Sends a file as the body of an {@code INSERT INTO … FORMAT …}, once.
     *
     * @throws OdographException ARTIFACT_UNAVAILABLE before anything was sent; otherwise of {@link ClickHouseFailure},
     *     where {@link ClickHouseFailure#NO_ANSWER} leaves open whether rows were stored
     */
    public void insert(ClickHouseQuery query, Path file) {
        try (InputStream rows = Files.newInputStream(file)) {
            send(query, rows);
        } catch (NoSuchFileException e) {
            throw new OdographException(
                    ErrorCode.ARTIFACT_UNAVAILABLE,
                    "Artifact file " + file + " is not there: it is computed again by a new attempt",
                    e);
        } catch (IOException e) {
            throw failed(query, e);
        }
    }

    /** Sends text as the body of an {@code INSERT INTO … FORMAT …}, once. */
    public void insert(ClickHouseQuery query, String body) {
        send(query, new ByteArrayInputStream(body.getBytes(UTF_8)));
    }

    /** Runs a query and returns all its rows, each value as text; for answers that are small. */
    public List<List<String>> rows(ClickHouseQuery query) {
        return rows(query, ClickHouseFormat.JSONCompactStringsEachRow, ROW);
    }

    /**
     * Runs a query and returns all its rows, each value as text or null where there is none; the first row has the
     * columns' names. For answers that are small.
     */
    public List<List<@Nullable String>> rowsWithNames(ClickHouseQuery query) {
        return rows(
                query.setting("output_format_json_quote_64bit_integers", "0"),
                ClickHouseFormat.JSONCompactEachRowWithNames,
                NULLABLE_ROW);
    }

    private <T> List<T> rows(ClickHouseQuery query, ClickHouseFormat format, ObjectReader reader) {
        List<T> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(ask(query, format, true), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(reader.readValue(line));
            }
        } catch (IOException e) {
            throw failed(query, e);
        }
        return rows;
    }

    /**
     * Runs a query and returns its answer as it comes. The caller closes it. An answer that breaks off throws an
     * {@link OdographException} from its {@code read}; it never ends as if it were whole.
     *
     * @param format ClickHouse's name of a format, such as {@code Parquet}
     */
    public InputStream open(ClickHouseQuery query, String format) {
        return ask(query, ClickHouseFormat.valueOf(format), false);
    }

    /** Asks the server to end queries; returns at once, and passes over ids that no query has. */
    public void kill(Collection<String> queryIds) {
        if (!queryIds.isEmpty()) {
            execute(queryIds.stream()
                    .map(ClickHouse::quote)
                    .collect(Collectors.joining(", ", "KILL QUERY WHERE query_id IN (", ") ASYNC")));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private InputStream ask(ClickHouseQuery query, ClickHouseFormat format, boolean whole) {
        QuerySettings settings =
                new QuerySettings().setFormat(format).serverSetting("wait_end_of_query", whole ? "1" : "0");
        if (query.queryId() != null) {
            settings.setQueryId(query.queryId());
        }
        query.settings().forEach(settings::serverSetting);
        form.settings().forEach(settings::serverSetting);
        try {
            QueryResponse answer = client.query(query.sql(), Map.copyOf(query.parameters()), settings)
                    .join();
            return new AnswerStream(
                    answer, (known, cause) -> new ClickHouseFailure(id(query), known, cause).asError(what(query)));
        } catch (RuntimeException e) {
            throw failed(query, e);
        }
    }

    private void send(ClickHouseQuery query, InputStream rows) {
        Matcher insert = INSERT.matcher(query.sql());
        if (!insert.matches()) {
            throw new IllegalArgumentException("Not an INSERT INTO … FORMAT …: " + query.sql());
        }
        String id = query.queryId() == null ? UUID.randomUUID().toString() : query.queryId();
        InsertSettings settings =
                new InsertSettings().serverSetting("wait_end_of_query", "1").setQueryId(id);
        OneBody body = new OneBody(rows, () -> client.cancelTransportRequest(id));
        query.settings().forEach(settings::serverSetting);
        form.settings().forEach(settings::serverSetting);
        try (InsertResponse answer = client.insert(
                        insert.group(1), body, ClickHouseFormat.valueOf(insert.group(2)), settings)
                .join()) {
            // An answer without an error code is all there is to it.
        } catch (Exception e) {
            throw failed(query, e);
        }
    }

    private static OdographException failed(ClickHouseQuery query, Throwable e) {
        return ClickHouseFailure.of(id(query), e).asError(what(query));
    }

    private static String id(ClickHouseQuery query) {
        String id = query.queryId();
        return id == null ? "" : id;
    }

    /** The statement's first words: enough to know it, without anyone's data. */
    private static String what(ClickHouseQuery query) {
        String text = query.sql().strip().replaceAll("\\s+", " ");
        return "Statement \"" + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + "\"";
    }
}
