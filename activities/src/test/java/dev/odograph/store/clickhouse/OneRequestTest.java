package dev.odograph.store.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 1: whatever a server or a proxy answers, the rows of an INSERT leave this process once. */
class OneRequestTest {
    private static final int NO_ANSWER = 0;

    @ParameterizedTest
    @ValueSource(ints = {NO_ANSWER, 307, 308, 429, 500, 502, 503, 504})
    void theRowsOfAnInsertAreSentOnce(int status) throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> answer(exchange, status, bodies));
        server.start();
        try (ClickHouse clickhouse = new ClickHouse(new ClickHouseAddress(
                "http://127.0.0.1:" + server.getAddress().getPort(), "default", "", "odograph"))) {
            ClickHouseQuery insert =
                    ClickHouseQuery.of("INSERT INTO t FORMAT TabSeparated").withId("odograph-write-7");

            OdographException error =
                    catchThrowableOfType(OdographException.class, () -> clickhouse.insert(insert, "1\n"));

            assertThat(error.code()).isEqualTo(ErrorCode.CLICKHOUSE_UNAVAILABLE);
            assertThat(bodies).containsExactly("1\n");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status, List<String> bodies) throws IOException {
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes()));
            if (status != NO_ANSWER) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.getResponseHeaders().set("Retry-After", "0");
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }
}
