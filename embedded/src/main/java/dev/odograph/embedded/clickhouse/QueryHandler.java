package dev.odograph.embedded.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Answers statements over HTTP as ClickHouse's own server does, as far as its official clients need it. */
final class QueryHandler implements HttpHandler {
    private static final int MAX_STATEMENT_BYTES = 256 * 1024 * 1024;
    /** Data inside a statement up to this length reaches the engine with it, longer data by a file. */
    private static final int INLINE_CHARS = 64 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Engine engine;
    private final Spool spool;
    private final Gate gate;
    private final String timezone;

    QueryHandler(Engine engine, Spool spool, Gate gate, String timezone) {
        this.engine = engine;
        this.spool = spool;
        this.gate = gate;
        this.timezone = timezone;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        FrontRequest request = new FrontRequest(exchange);
        if (!gate.isLocal(request)) {
            respond(exchange, 403, "the Host or Origin header does not name this server\n");
        } else if (exchange.getRequestURI().getPath().equals("/ping")) {
            respond(exchange, 200, "Ok.\n");
        } else if (!gate.isAuthentic(request)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"ClickHouse\"");
            exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", "516");
            respond(
                    exchange,
                    401,
                    "Code: 516. DB::Exception: Authentication failed: the password is the content of the file"
                            + " 'secret' in the data directory. (AUTHENTICATION_FAILED)\n");
        } else if (!exchange.getRequestURI().getPath().equals("/")) {
            respond(exchange, 404, "there is no " + exchange.getRequestURI().getPath() + "; statements go to /\n");
        } else {
            answer(exchange, request);
        }
    }

    private void answer(HttpExchange exchange, FrontRequest request) throws IOException {
        Answer answer = new Answer(exchange);
        try {
            if (request.parameter("decompress").equals("1")
                    || request.parameter("compress").equals("1")) {
                throw new EngineException(
                        48,
                        "Code: 48. DB::Exception: this front does not speak ClickHouse's own block compression:"
                                + " set the client's option compress=false. (NOT_IMPLEMENTED)");
            }
            run(request, exchange.getRequestBody(), answer);
            answer.finish();
        } catch (EngineException e) {
            answer.fail(e);
        } catch (RuntimeException | Error e) {
            // The HTTP server would drop the connection without a word.
            ClickHouseFront.log("a statement failed inside the front", e);
            answer.fail(new EngineException(
                    1001,
                    "Code: 1001. DB::Exception: the front itself failed: " + e + "; see its log. (STD_EXCEPTION)"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.fail(
                    new EngineException(394, "Code: 394. DB::Exception: the server shuts down. (QUERY_WAS_CANCELLED)"));
        }
    }

    private void run(FrontRequest request, InputStream raw, Answer answer) throws IOException, InterruptedException {
        String inUrl = request.parameter("query");
        String encoding = request.header("Content-Encoding").toLowerCase(Locale.ROOT);
        if (SqlText.isInsert(inUrl)) {
            PushbackInputStream body = new PushbackInputStream(raw);
            int first = body.read();
            if (first >= 0) {
                body.unread(first);
                InsertText insert = InsertText.parse(inUrl);
                try (Spool.Body data = spool.store(body, suffix(encoding))) {
                    execute(request.statement(insert.readingFrom(data.file(), format(request))), true, answer);
                }
                return;
            }
        }
        byte[] text = read(raw, encoding);
        String sql = text.length == 0
                ? inUrl
                : inUrl.isEmpty()
                        ? new String(text, StandardCharsets.UTF_8)
                        : inUrl + "\n" + new String(text, StandardCharsets.UTF_8);
        if (sql.isBlank()) {
            throw new EngineException(62, "Code: 62. DB::Exception: Empty query. (SYNTAX_ERROR)");
        }
        if (sql.length() > INLINE_CHARS && SqlText.isInsert(sql)) {
            InsertText insert = InsertText.parse(sql);
            if (insert.dataStart() >= 0) {
                try (Spool.Body data = spool.store(sql.substring(insert.dataStart()))) {
                    execute(request.statement(insert.readingFrom(data.file(), format(request))), true, answer);
                }
                return;
            }
        }
        execute(request.statement(sql), request.parameter("wait_end_of_query").equals("1"), answer);
    }

    private void execute(Statement statement, boolean whole, Answer answer) throws IOException, InterruptedException {
        boolean kill = QueryTag.isKill(statement.sql());
        Statement translated = kill ? statement.withSql(QueryTag.translateKill(statement.sql())) : statement;
        answer.describe(translated);
        try (EngineSession session = engine.open(translated, kill)) {
            if (SqlText.isInsert(statement.sql())) {
                answer.open(session.execute());
            } else if (whole) {
                session.copyWhole(answer::open);
            } else {
                session.copyTo(answer::open, spool);
            }
        }
    }

    private static String format(FrontRequest request) {
        String header = request.header("X-ClickHouse-Format");
        String chosen = header.isEmpty() ? request.parameter("default_format") : header;
        return chosen.isEmpty() ? "TabSeparated" : chosen;
    }

    /** The file suffix by which the engine knows how the body is compressed. */
    private static String suffix(String encoding) {
        return switch (encoding) {
            case "", "identity" -> "";
            case "gzip" -> ".gz";
            case "zstd" -> ".zst";
            case "lz4" -> ".lz4";
            case "br" -> ".br";
            default -> throw unsupported(encoding);
        };
    }

    private static byte[] read(InputStream raw, String encoding) throws IOException {
        InputStream plain = switch (encoding) {
            case "", "identity" -> raw;
            case "gzip" -> new GZIPInputStream(raw);
            default -> throw unsupported(encoding);
        };
        byte[] text = plain.readNBytes(MAX_STATEMENT_BYTES + 1);
        if (text.length > MAX_STATEMENT_BYTES) {
            throw new EngineException(
                    62,
                    "Code: 62. DB::Exception: the statement is longer than " + MAX_STATEMENT_BYTES
                            + " bytes: put the INSERT into the URL parameter 'query' and only the data into the body."
                            + " (SYNTAX_ERROR)");
        }
        return text;
    }

    private static EngineException unsupported(String encoding) {
        return new EngineException(
                48,
                "Code: 48. DB::Exception: this front does not read Content-Encoding '" + encoding
                        + "': send the body plain or as gzip. (NOT_IMPLEMENTED)");
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** The response to one statement: headers are sent with the first output, so an early error keeps its status. */
    private final class Answer {
        private final HttpExchange exchange;
        private final long startNanos = System.nanoTime();
        private @Nullable OutputStream out;

        Answer(HttpExchange exchange) {
            this.exchange = exchange;
        }

        void describe(Statement statement) {
            exchange.getResponseHeaders().set("X-ClickHouse-Query-Id", statement.queryId());
            exchange.getResponseHeaders().set("X-ClickHouse-Format", statement.format());
            exchange.getResponseHeaders().set("X-ClickHouse-Server-Display-Name", "odograph");
            exchange.getResponseHeaders().set("X-ClickHouse-Timezone", timezone);
        }

        OutputStream open(EngineSession.Progress progress) throws IOException {
            OutputStream opened = out;
            if (opened == null) {
                exchange.getResponseHeaders()
                        .set(
                                "X-ClickHouse-Summary",
                                "{\"read_rows\":\"0\",\"read_bytes\":\"0\",\"written_rows\":\"%d\",\"written_bytes\":\"%d\",\"total_rows_to_read\":\"0\",\"result_rows\":\"0\",\"result_bytes\":\"0\",\"elapsed_ns\":\"%d\"}"
                                        .formatted(
                                                progress.writtenRows(),
                                                progress.writtenBytes(),
                                                System.nanoTime() - startNanos));
                exchange.sendResponseHeaders(200, 0);
                opened = new BufferedOutputStream(exchange.getResponseBody(), BUFFER_BYTES);
                out = opened;
            }
            return opened;
        }

        void finish() throws IOException {
            open(EngineSession.Progress.NONE).close();
        }

        /** Before any output: the error. Behind output: the error's text and a broken connection, never a clean end. */
        void fail(EngineException e) throws IOException {
            OutputStream started = out;
            String text = e.getMessage() + "\n";
            if (started != null) {
                started.write(text.getBytes(StandardCharsets.UTF_8));
                started.flush();
                ClickHouseFront.log("output was cut short by: " + e.getMessage());
                throw new IOException("output was cut short by: " + e.getMessage(), e);
            }
            exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", Integer.toString(e.code()));
            respond(exchange, e.status(), text);
        }
    }
}
