package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The application as it is packaged, with pages and nothing else unless told, in a process of its own. */
final class WebProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final String url;

    private WebProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts one and returns when it serves. Ends with this JVM at the latest. */
    static WebProcess start(Path home, Map<String, String> environment) throws IOException {
        return start(home, environment, freePort());
    }

    /** Starts one that is closed again, at the same address. */
    WebProcess restart(Path home, Map<String, String> environment) throws IOException, InterruptedException {
        close();
        process.waitFor();
        return start(home, environment, URI.create(url).getPort());
    }

    private static WebProcess start(Path home, Map<String, String> environment, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        Path.of(System.getenv("ODOGRAPH_APP"), "quarkus-run.jar")
                                .toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/web-" + port + ".log")));
        builder.environment().put("ODOGRAPH_HOME", home.toString());
        builder.environment().put("ODOGRAPH_ROLES", "web");
        builder.environment().put("ODOGRAPH_WORKER_PORT", Integer.toString(port));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-web"));
        WebProcess web = new WebProcess(process, "http://127.0.0.1:" + port);
        Runs.until("the pages are served", web::ready);
        return web;
    }

    String url() {
        return url;
    }

    /** Asks for a page as a program does. */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for something that takes a while. */
    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(90))
                .build();
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends JSON. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body, "Content-Type", "application/json");
    }

    /** What a program gets that asks for JSON. */
    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path, "Accept", "application/json");
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** Sends a body. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(90))
                .headers(headers)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for a file. */
    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(3));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new AssertionError("the web process ended with " + process.exitValue() + ": see target/web-*.log");
        }
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException | InterruptedException notYet) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
