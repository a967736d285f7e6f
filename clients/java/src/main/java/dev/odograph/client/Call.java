package dev.odograph.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param operation what it asks for
 * @param path with its parts filled in
 * @param query its parameters
 * @param headers beside those that every request has
 * @param body JSON; null where it has none
 * @param again whether it may be sent again though it may have been taken
 * @param rows whether a good answer is read bit by bit
 * @param timeout how long the server may take for the head of its answer, and for the rest of one that is not rows
 */
record Call(
        Operation operation,
        String path,
        Query query,
        Map<String, String> headers,
        @Nullable String body,
        boolean again,
        boolean rows,
        Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** A request that may be sent again, with the parts of its path in order. */
    static Call of(Operation operation, String... parts) {
        String path = operation.path();
        for (String part : parts) {
            path = path.replaceFirst(
                    "\\{\\w+}", Matcher.quoteReplacement(encoded(Arguments.given("a part of a path", part))));
        }
        return new Call(operation, path, Query.NONE, Map.of(), null, true, false, TIMEOUT);
    }

    Call query(Query asked) {
        if (!operation.parameters().containsAll(asked.values().keySet())) {
            throw new IllegalArgumentException(
                    operation + " does not take all of " + asked.values().keySet());
        }
        return new Call(operation, path, asked, headers, body, again, rows, timeout);
    }

    Call headers(Map<String, String> more) {
        return new Call(operation, path, query, more, body, again, rows, timeout);
    }

    Call body(Object json) {
        return new Call(operation, path, query, headers, Json.text(json), again, rows, timeout);
    }

    Call once() {
        return new Call(operation, path, query, headers, body, false, rows, timeout);
    }

    Call asRows() {
        return new Call(operation, path, query, headers, body, again, true, timeout);
    }

    Call timeout(Duration longest) {
        return new Call(operation, path, query, headers, body, again, rows, longest);
    }

    HttpRequest request(String base, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path + query.text())).header("User-Agent", "odograph-java");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        if (body == null) {
            return request.method(operation.method(), BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(operation.method(), BodyPublishers.ofString(body))
                .build();
    }

    static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
