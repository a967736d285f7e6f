package dev.odograph.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineageSinkTest {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int answer = 201;

    @TempDir
    private Path directory;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/lineage", exchange -> {
            posted.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anEventIsPostedWithTheTokenAndARefusalIsAnErrorThatNamesTheAddress() {
        LineageSink sink = LineageSink.of(Map.of(LineageSink.URL, url(), LineageSink.TOKEN, "secret"))
                .orElseThrow();
        sink.send("{\"a\":1}");
        assertThat(posted).containsExactly("Bearer secret {\"a\":1}");

        answer = 403;
        assertThatThrownBy(() -> sink.send("{}"))
                .hasMessageContaining(url() + " answered 403")
                .hasMessageNotContaining("secret")
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LINEAGE_NOT_SENT));
        server.stop(0);
        assertThatThrownBy(() -> sink.send("{}")).hasMessageContaining("does not answer");
    }

    @Test
    void eventsAreAppendedToAFileOneALine() throws IOException {
        Path file = directory.resolve("events.ndjson");
        LineageSink sink =
                LineageSink.of(Map.of(LineageSink.FILE, file.toString())).orElseThrow();
        sink.send("{\"a\":1}");
        sink.send("{\"a\":2}");
        assertThat(Files.readAllLines(file)).containsExactly("{\"a\":1}", "{\"a\":2}");
        LineageSink nowhere = LineageSink.file(directory.resolve("missing").resolve("x"));
        assertThatThrownBy(() -> nowhere.send("{}")).hasMessageContaining(LineageSink.FILE);
    }

    @Test
    void withoutConfigurationNothingIsSentAndWhatCannotBeAPlaceIsRefused() {
        assertThat(LineageSink.of(Map.of(LineageSink.URL, " "))).isEmpty();
        assertThatThrownBy(() -> LineageSink.of(Map.of(LineageSink.URL, "marquez:5000")))
                .hasMessageContaining("ODOGRAPH_OPENLINEAGE_URL is \"marquez:5000\"");
        assertThatThrownBy(() -> LineageSink.of(Map.of(LineageSink.URL, url(), LineageSink.FILE, "x")))
                .hasMessageContaining("both set");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/lineage";
    }
}
