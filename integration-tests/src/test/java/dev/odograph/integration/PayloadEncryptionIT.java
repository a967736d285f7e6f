package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import dev.odograph.access.AccessRole;
import dev.odograph.access.TokenBook;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With keys, Temporal sees of a run what it is searched by, and nothing else; its UI reads the rest from the API. */
class PayloadEncryptionIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UI = "http://temporal-ui.test:8080";
    private static final String RUN = "sealed";

    @TempDir
    private static Path directory;

    private static Lab lab;
    private static WebProcess sealed;
    private static String operator;
    private static String reader;

    @BeforeAll
    static void seal() throws Exception {
        lab = Lab.open();
        lab.simulated("sealed_fleet", 2, 5701);
        TokenBook book = new TokenBook(lab.stores.postgres());
        operator = book.add("sealed-operator", AccessRole.OPERATOR, null, Duration.ofDays(1), "test")
                .text();
        reader = book.add("sealed-reader", AccessRole.READER, null, Duration.ofDays(1), "test")
                .text();
        Path keys = Files.writeString(
                directory.resolve("keys"), "k1 " + Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        lab.stopWorker();
        sealed = WebProcess.start(
                lab.directory.home(),
                Map.of(
                        "ODOGRAPH_ROLES",
                        "worker,api",
                        "ODOGRAPH_APP",
                        "",
                        "ODOGRAPH_ACCESS",
                        "tokens",
                        "ODOGRAPH_PAYLOAD_KEYS",
                        keys.toString(),
                        "ODOGRAPH_CODEC_ORIGIN",
                        UI));
        RunInput input = Lab.input(lab.bundles.examples().digest(), "sealed_fleet", Purpose.ADHOC, 1);
        HttpResponse<String> accepted = post(
                "/api/runs",
                operator,
                "{\"run_id\":\"" + RUN + "\",\"graph\":\"" + input.graph()
                        + "\",\"dataset\":\"sealed_fleet\",\"bundle\":\"" + input.bundle() + "\"}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        Runs.until(
                "it succeeded",
                () -> lab.ledger.find(RUN).isPresent()
                        && lab.ledger.run(RUN).status().settled());
    }

    @AfterAll
    static void unseal() {
        sealed.close();
        lab.startWorker();
    }

    @Test
    void theHistoryHoldsNothingOfTheRunInClear() {
        assertThat(lab.ledger.run(RUN).status().name()).isEqualTo("SUCCEEDED");
        List<HistoryEvent> events = lab.runs.history(RUN).getEvents();

        assertThat(events).hasSizeGreaterThan(10).allSatisfy(event -> {
            String bytes = withoutSearchAttributes(event).toByteString().toString(StandardCharsets.ISO_8859_1);
            assertThat(bytes).doesNotContain("car_following", "sealed_fleet");
        });
    }

    @Test
    void temporalsUiReadsItFromTheApi() throws Exception {
        String asked = JsonFormat.printer().print(input());

        HttpResponse<String> decoded = post("/api/codec/decode", operator, asked, "Origin", UI);

        assertThat(decoded.statusCode()).as(decoded.body()).isEqualTo(200);
        assertThat(decoded.headers().firstValue("Access-Control-Allow-Origin")).contains(UI);
        JsonNode payload = JSON.readTree(decoded.body()).at("/payloads/0");
        assertThat(new String(Base64.getDecoder().decode(payload.get("data").asText()), StandardCharsets.UTF_8))
                .contains("\"graph\":\"car_following\"", "\"dataset\":\"sealed_fleet\"");
        HttpResponse<String> preflight = sealed.send(
                "OPTIONS",
                "/api/codec/decode",
                "",
                "Origin",
                UI,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type,x-namespace");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .contains("authorization", "x-namespace");
    }

    @Test
    void nobodyElseReadsIt() throws Exception {
        String asked = JsonFormat.printer().print(input());

        assertThat(post("/api/codec/decode", reader, asked).statusCode()).isEqualTo(403);
        assertThat(post("/api/codec/decode", "odo_000000000000_x", asked).statusCode())
                .isEqualTo(401);
        HttpResponse<String> foreign = post("/api/codec/decode", operator, asked, "Origin", "http://elsewhere.test");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(post("/api/codec/decode", operator, "{\"payloads\": 3}").body())
                .contains("ARGUMENT_INVALID", "no list of payloads");
    }

    private static Payloads input() {
        return lab.runs
                .history(RUN)
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getInput();
    }

    /** What runs are searched by stays readable. */
    private static HistoryEvent withoutSearchAttributes(HistoryEvent event) {
        if (event.getEventType() == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES) {
            return HistoryEvent.getDefaultInstance();
        }
        HistoryEvent.Builder bare = event.toBuilder();
        if (bare.hasWorkflowExecutionStartedEventAttributes()) {
            bare.getWorkflowExecutionStartedEventAttributesBuilder().clearSearchAttributes();
        }
        return bare.build();
    }

    private static HttpResponse<String> post(String path, String token, String body, String... headers)
            throws Exception {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 4, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        all[2] = "Authorization";
        all[3] = "Bearer " + token;
        return sealed.send("POST", path, body, all);
    }
}
