package dev.odograph.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.odograph.contract.RunStatus;
import dev.odograph.event.WebhookBook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Services follow what becomes of runs, by stream, page or webhook, and miss nothing when the API dies under them. */
class ApiEventsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Lab lab;
    private static WebProcess api;

    private record Sent(String id, String type, JsonNode event) {}

    /** One connection to a stream, read by a thread of its own. */
    private static final class EventStream implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final BlockingQueue<Sent> events = new LinkedBlockingQueue<>();
        private final Thread reader;
        private volatile String place = "";

        EventStream(String url, @Nullable String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<java.io.InputStream> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            reader = Thread.ofVirtual().start(() -> read(answer.body()));
        }

        private void read(java.io.InputStream body) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
                String id = "";
                String type = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id:")) {
                        id = line.substring(3).strip();
                        place = id;
                    } else if (line.startsWith("event:")) {
                        type = line.substring(6).strip();
                    } else if (line.startsWith("data:")) {
                        events.add(new Sent(id, type, JSON.readTree(line.substring(5))));
                    }
                }
            } catch (IOException cut) {
                // The server died, or the test ends.
            }
        }

        Sent next() throws InterruptedException {
            Sent sent = events.poll(30, TimeUnit.SECONDS);
            assertThat(sent).as("an event within 30 s").isNotNull();
            return sent;
        }

        @Override
        public void close() {
            reader.interrupt();
            client.shutdownNow();
        }
    }

    @BeforeAll
    static void serve() throws IOException {
        lab = Lab.open();
        lab.simulated("event_fleet", 2, 5301);
        api = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aRunIsFollowedFromItsStartToItsPublication() throws Exception {
        lab.runs.succeed("followed", lab.input("event_fleet"));
        try (EventStream stream = new EventStream(api.url() + "/api/runs/followed/events", null)) {
            List<Sent> seen = new ArrayList<>();
            while (seen.stream().noneMatch(one -> one.type().endsWith("run.succeeded"))) {
                seen.add(stream.next());
            }
            assertThat(seen.getFirst().type()).isEqualTo("dev.odograph.run.started");
            assertThat(seen).extracting(Sent::type).contains("dev.odograph.publication.moved");
            JsonNode last = seen.getLast().event();
            assertThat(last.get("specversion").asText()).isEqualTo("1.0");
            assertThat(last.get("id").asText()).isEqualTo(seen.getLast().id());
            assertThat(last.get("subject").asText()).isEqualTo("followed");
            assertThat(last.at("/data/dataset").asText()).isEqualTo("event_fleet");
            assertThat(last.at("/data/failure").isNull()).isTrue();
        }
    }

    @Test
    void aStreamSaysFirstWhereItBeginsSoThatNothingIsMissedBeforeItsFirstEvent() throws Exception {
        String place;
        try (EventStream stream = new EventStream(api.url() + "/api/events?graph=nobody", null)) {
            Runs.until("the place is told", () -> !stream.place.isEmpty());
            place = stream.place;
        }
        lab.runs.succeed("unseen", lab.input("event_fleet"));

        try (EventStream stream = new EventStream(api.url() + "/api/events", place)) {
            List<String> seen = new ArrayList<>();
            while (!seen.contains("unseen")) {
                seen.add(stream.next().event().get("subject").asText());
            }
        }
    }

    @Test
    void whoComesBackAfterTheApiDiedSeesEachEventOnceAndInOrder() throws Exception {
        lab.runs.succeed("outlived", lab.input("event_fleet"));
        List<Sent> seen = new ArrayList<>();
        try (WebProcess dying = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"))) {
            try (EventStream stream = new EventStream(dying.url() + "/api/runs/outlived/events", null)) {
                seen.add(stream.next());
                seen.add(stream.next());
                dying.close();
            }
        }
        // While nobody serves, things happen.
        for (int round = 0; round < 5; round++) {
            lab.ledger.park("outlived", "STEP_FAILED", "round " + round);
            lab.ledger.setStatus("outlived", RunStatus.RUNNING);
        }
        try (WebProcess next = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"))) {
            try (EventStream stream = new EventStream(
                    next.url() + "/api/runs/outlived/events", seen.getLast().id())) {
                while (seen.stream()
                                .filter(one -> one.type().endsWith("parked"))
                                .count()
                        < 5) {
                    seen.add(stream.next());
                }
                seen.add(stream.next());
                lab.ledger.finish("outlived", RunStatus.SUCCEEDED, null, null);
                seen.add(stream.next());
            }
        }
        assertThat(seen).extracting(one -> Long.valueOf(one.id())).isSorted().doesNotHaveDuplicates();
        JsonNode all = api.json("/api/runs/outlived/events?limit=500").get("items");
        List<String> ids = new ArrayList<>();
        all.forEach(event -> ids.add(event.get("id").asText()));
        assertThat(seen).extracting(Sent::id).containsExactlyElementsOf(ids);
        assertThat(seen.getLast().type()).isEqualTo("dev.odograph.run.succeeded");
    }

    @Test
    void eventsArePagedAndNarrowed() throws Exception {
        lab.runs.succeed("paged", lab.input("event_fleet"));
        Runs.until("its events have places", () -> count("/api/runs/paged/events") >= 3);
        JsonNode first = api.json("/api/events?limit=1&graph=car_following");
        JsonNode second = api.json("/api/events?limit=1&graph=car_following&after="
                + first.get("next").asText());
        assertThat(second.at("/items/0/id").asLong())
                .isGreaterThan(first.at("/items/0/id").asLong());
        JsonNode succeeded = api.json("/api/events?type=run.succeeded&limit=500");
        assertThat(succeeded.get("items"))
                .isNotEmpty()
                .allMatch(event -> event.get("type").asText().equals("dev.odograph.run.succeeded"));
        assertThat(api.json("/api/events?graph=no_such_graph").get("items")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsSaid(String path, int status, String words) throws Exception {
        HttpResponse<String> answer = api.get(path, "Accept", "application/json");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
    }

    static Stream<Arguments> whatIsWrongIsSaid() {
        return Stream.of(
                Arguments.of("/api/events?after=yesterday", 400, "after is \\\"yesterday\\\": give the id of an event"),
                Arguments.of("/api/events?type=run.fialed", 400, "\\\"run.fialed\\\" is no type of event"),
                Arguments.of("/api/events?limit=0", 400, "give a whole number from 1 to 500"),
                Arguments.of("/api/runs/nobody/events", 404, "RUN_NOT_FOUND"),
                Arguments.of("/api/webhooks/nobody/deliveries", 404, "There is no webhook"),
                Arguments.of("/api/webhooks/ci/deliveries?state=lost", 400, "choose one of PENDING, DELIVERED, DEAD"));
    }

    @Test
    void aWebhookMadeByRestGetsTheRunsEventsSigned() throws Exception {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
            bodies.add(signature.substring(0, 3)
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        JsonNode made = JSON.readTree(post(
                "/api/webhooks", "{\"name\": \"rest\", \"url\": \"" + url + "\", \"types\": [\"run.succeeded\"]}"));
        try {
            assertThat(made.get("secret").asText()).startsWith("whsec_");
            assertThat(api.json("/api/webhooks").at("/items/0/secret").isNull()).isTrue();
            lab.runs.succeed("hooked", lab.input("event_fleet"));
            String body = bodies.poll(30, TimeUnit.SECONDS);
            assertThat(body).startsWith("v1,").contains("dev.odograph.run.succeeded", "\"hooked\"");
            Runs.until("the delivery is settled", () -> delivered() == 1);

            assertThat(post("/api/webhooks/rest/pause", "{}")).contains("\"paused\":true");
            assertThat(post("/api/webhooks/rest/resume", "{}")).contains("\"paused\":false");
            assertThat(post("/api/webhooks/rest/replay", "{}")).contains("\"dead\":0");
        } finally {
            receiver.stop(0);
            assertThat(api.send("DELETE", "/api/webhooks/rest", "", "Content-Type", "application/json")
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(api.json("/api/webhooks").get("items")).isEmpty();
    }

    @Test
    void theGuidesReceiverTakesWhatIsGenuineAndRefusesWhatIsForged() throws Exception {
        Path script = Path.of("src/test/resources/dev/odograph/integration/webhook_receiver.py");
        int port = WebProcess.freePort();
        String url = "http://127.0.0.1:" + port + "/";
        JsonNode made = JSON.readTree(post(
                "/api/webhooks", "{\"name\": \"python\", \"url\": \"" + url + "\", \"types\": [\"run.succeeded\"]}"));
        ProcessBuilder builder =
                new ProcessBuilder("python3", script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("WEBHOOK_SECRET", made.get("secret").asText());
        builder.environment().put("PORT", Integer.toString(port));
        Process receiver = builder.start();
        try (BufferedReader said = receiver.inputReader()) {
            lab.runs.succeed("received", lab.input("event_fleet"));
            assertThat(said.readLine()).endsWith(" dev.odograph.run.succeeded received");
            int forged = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header("webhook-id", "event-1")
                                    .header("webhook-timestamp", Long.toString(System.currentTimeMillis() / 1_000))
                                    .header("webhook-signature", "v1,Zm9yZ2Vk")
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            assertThat(forged).isEqualTo(401);
        } finally {
            receiver.destroyForcibly();
            new WebhookBook(lab.stores.postgres()).remove("python");
        }
    }

    private static long delivered() {
        return count("/api/webhooks/rest/deliveries?state=delivered");
    }

    private static long count(String path) {
        try {
            return api.json(path).get("items").size();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = api.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
