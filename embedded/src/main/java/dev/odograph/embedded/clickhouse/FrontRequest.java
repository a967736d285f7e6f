package dev.odograph.embedded.clickhouse;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters and headers of one HTTP request, read as ClickHouse reads them. */
final class FrontRequest {
    private static final String PARAMETER_PREFIX = "param_";
    /** Parameters of the HTTP protocol, or of sessions, which the front does not have; the rest are settings. */
    private static final Set<String> PROTOCOL = Set.of(
            "query",
            "query_id",
            "default_format",
            "database",
            "user",
            "password",
            "session_id",
            "session_timeout",
            "session_check",
            "session_timezone_check",
            "compress",
            "decompress",
            "wait_end_of_query",
            "buffer_size",
            "stacktrace",
            "quota_key",
            "role",
            "readonly",
            "client_protocol_version",
            "enable_http_compression");

    private final String method;
    private final Headers headers;
    private final Map<String, String> query;

    FrontRequest(HttpExchange exchange) {
        this.method = exchange.getRequestMethod();
        this.headers = exchange.getRequestHeaders();
        this.query = parse(exchange.getRequestURI().getRawQuery());
    }

    String method() {
        return method;
    }

    /** The value of a URL parameter, empty where it is absent. */
    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    /** The value of a header, empty where it is absent. */
    String header(String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    /** The statement to run with this text. */
    Statement statement(String sql) {
        Map<String, String> parameters = new HashMap<>();
        Map<String, String> settings = new HashMap<>();
        query.forEach((name, value) -> {
            if (name.startsWith(PARAMETER_PREFIX)) {
                parameters.put(name.substring(PARAMETER_PREFIX.length()), value);
            } else if (!PROTOCOL.contains(name)) {
                settings.put(name, value);
            }
        });
        return new Statement(
                first(
                        parameter("query_id"),
                        header("X-ClickHouse-Query-Id"),
                        UUID.randomUUID().toString()),
                sql,
                first(header("X-ClickHouse-Format"), parameter("default_format"), "TabSeparated"),
                first(parameter("database"), header("X-ClickHouse-Database"), ""),
                parameters,
                settings,
                readonly());
    }

    private int readonly() {
        return switch (parameter("readonly")) {
            case "1" -> 1;
            case "2" -> 2;
            default -> method.equals("GET") ? 2 : 0;
        };
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (!candidate.isEmpty()) {
                return candidate;
            }
        }
        return "";
    }

    private static Map<String, String> parse(@Nullable String rawQuery) {
        Map<String, String> parsed = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parsed.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return parsed;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
