package dev.odograph.embedded.clickhouse;

import dev.odograph.embedded.Endpoints;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The front, spoken to without a client library. */
final class FrontHttp {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private FrontHttp() {}

    static HttpResponse<String> post(Endpoints endpoints, String sql, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return post(
                endpoints,
                "query=" + URLEncoder.encode(sql, StandardCharsets.UTF_8),
                endpoints.clickhousePassword(),
                body);
    }

    static HttpResponse<String> post(
            Endpoints endpoints, String urlQuery, String password, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoints.clickhouseUrl() + "/?" + urlQuery))
                .header("X-ClickHouse-User", endpoints.clickhouseUser())
                .header("X-ClickHouse-Key", password)
                .POST(body)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The status line's code for a GET of /ping with these headers. */
    static int pingStatus(Endpoints endpoints, String headers) throws IOException {
        URI uri = URI.create(endpoints.clickhouseUrl());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("GET /ping HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
