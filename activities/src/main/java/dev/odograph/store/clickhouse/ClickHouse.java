package dev.odograph.store.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.MirrorDdl;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ClickHouse over HTTP. One call is one request: nothing is ever sent again by itself, for a repeated INSERT could store
 * rows twice. Errors are {@link OdographException}s whose cause is a {@link ClickHouseFailure}. Thread-safe.
 */
public final class ClickHouse implements AutoCloseable {
    private static final ObjectReader ROW =
            JsonMapper.builder().build().readerFor(new TypeReference<List<String>>() {});

    private final ClickHouseAddress address;
    private final Duration timeout;
    private final HttpClient http;

    /** A client of that server; a statement may take 10 minutes. */
    public ClickHouse(ClickHouseAddress address) {
        this(address, Duration.ofMinutes(10));
    }

    /**
     * A client of that server.
     *
     * @param timeout how long to wait for the beginning of an answer
     */
    public ClickHouse(ClickHouseAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** The database that tables are in. */
    public String database() {
        return address.database();
    }

    /** Creates the database if it is not there. */
    public void createDatabase() {
        ClickHouseAddress outside = new ClickHouseAddress(address.url(), address.user(), address.password(), "default");
        try (ClickHouse server = new ClickHouse(outside, timeout)) {
            server.execute(MirrorDdl.createDatabase(address.database()));
        }
    }

    /** Runs a statement for its effect. */
    public void execute(ClickHouseQuery query) {
        drain(query, post(query, "", BodyPublishers.ofString(query.sql()), ""));
    }

    /** Runs a statement for its effect. */
    public void execute(String sql) {
        execute(ClickHouseQuery.of(sql));
    }

    /**
     * Sends a file as the body of an INSERT, once.
     *
     * @throws OdographException FILE_NOT_FOUND before anything was sent; otherwise of {@link ClickHouseFailure}, where
     *     {@link ClickHouseFailure#NO_ANSWER} leaves open whether rows were stored
     */
    public void insert(ClickHouseQuery query, Path file) {
        BodyPublisher body;
        try {
            body = BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new OdographException(
                    ErrorCode.ARTIFACT_UNAVAILABLE,
                    "Artifact file " + file + " is not there: it is computed again by a new attempt",
                    e);
        }
        drain(query, post(query, query.sql(), body, ""));
    }

    /** Sends text as the body of an INSERT, once. */
    public void insert(ClickHouseQuery query, String body) {
        drain(query, post(query, query.sql(), BodyPublishers.ofString(body), ""));
    }

    /** Runs a query and returns all its rows, each value as text; for answers that are small. */
    public List<List<String>> rows(ClickHouseQuery query) {
        List<List<String>> rows = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open(query, "JSONCompactStringsEachRow"), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(ROW.readValue(line));
            }
        } catch (IOException e) {
            throw unanswered(query, e);
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
        return post(query, "", BodyPublishers.ofString(query.sql()), format);
    }

    /** Asks the server to end a query; returns at once, and does nothing where there is none of that id. */
    public void kill(String queryId) {
        execute("KILL QUERY WHERE query_id = " + quote(queryId) + " ASYNC");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void drain(ClickHouseQuery query, InputStream answer) {
        try (answer) {
            answer.readAllBytes();
        } catch (IOException e) {
            throw unanswered(query, e);
        }
    }

    private InputStream post(ClickHouseQuery query, String sqlInUrl, BodyPublisher body, String format) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(query, sqlInUrl, format))
                .timeout(timeout)
                .header("X-ClickHouse-User", address.user())
                .POST(body);
        if (!address.password().isEmpty()) {
            request.header("X-ClickHouse-Key", address.password());
        }
        HttpResponse<InputStream> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unanswered(query, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(query, e);
        }
        String code =
                response.headers().firstValue("X-ClickHouse-Exception-Code").orElse("");
        if (response.statusCode() == 200 && code.isEmpty()) {
            return new AnswerStream(
                    response.body(),
                    (known, cause) -> new ClickHouseFailure(id(query), known, cause).asError(what(query)));
        }
        throw refused(query, code, response);
    }

    private OdographException refused(ClickHouseQuery query, String code, HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(64 * 1024), UTF_8);
            int serverCode = code.isEmpty() ? ClickHouseFailure.NO_ANSWER : Integer.parseInt(code);
            String message = code.isEmpty() ? "HTTP status " + response.statusCode() + ": " + text : text;
            return new ClickHouseFailure(serverCode, id(query), message).asError(what(query));
        } catch (IOException e) {
            return unanswered(query, e);
        }
    }

    private URI uri(ClickHouseQuery query, String sqlInUrl, String format) {
        StringBuilder uri =
                new StringBuilder(address.url()).append("/?wait_end_of_query=").append(format.isEmpty() ? 1 : 0);
        append(uri, "database", address.database());
        if (!sqlInUrl.isEmpty()) {
            append(uri, "query", sqlInUrl);
        }
        if (!format.isEmpty()) {
            append(uri, "default_format", format);
        }
        if (!id(query).isEmpty()) {
            append(uri, "query_id", id(query));
        }
        for (Map.Entry<String, String> parameter : query.parameters().entrySet()) {
            append(uri, "param_" + parameter.getKey(), parameter.getValue());
        }
        query.settings().forEach((name, value) -> append(uri, name, value));
        return URI.create(uri.toString());
    }

    private static void append(StringBuilder uri, String name, String value) {
        uri.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8));
    }

    private static OdographException unanswered(ClickHouseQuery query, Throwable cause) {
        return new ClickHouseFailure(id(query), cause).asError(what(query));
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
