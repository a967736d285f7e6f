package dev.odograph.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.odograph.batch.RunLab;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.RunLedger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events reach webhooks at least once, those of a run in order, whatever the other side does. */
class WebhooksIT {
    private static final CourierSettings QUICK =
            new CourierSettings(Duration.ofMillis(20), 3, Duration.ofSeconds(5), true);

    private record Received(String path, String id, String timestamp, String signature, String body) {}

    private final RunLab lab = RunLab.open();
    private final RunLedger runs = new RunLedger(lab.postgres());
    private final EventLog events = new EventLog(lab.postgres());
    private final WebhookBook book = new WebhookBook(lab.postgres());
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final String name = "hook-" + UUID.randomUUID();
    private HttpServer server;
    private WebhookCourier courier;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::receive);
        server.start();
        courier = new WebhookCourier(lab.postgres(), QUICK);
    }

    @AfterEach
    void end() {
        release.countDown();
        courier.close();
        server.stop(0);
        book.list().forEach(webhook -> book.remove(webhook.name()));
    }

    @Test
    void anEventIsPostedSignedAndTakenOnce() throws Exception {
        String secret = book.add(name, url("/"), EventFilter.ALL, "test");
        String runId = finish(RunStatus.SUCCEEDED);

        Received first = next();
        Received second = next();
        assertThat(first.body()).contains("dev.odograph.run.started", runId);
        assertThat(second.body()).contains("dev.odograph.run.succeeded", runId);
        assertThat(first.signature())
                .isEqualTo(Signature.of(secret, first.id(), Long.parseLong(first.timestamp()), first.body()));
        until(() -> book.deliveries(name, Delivery.State.DELIVERED, 10).size() == 2);
        courier.deliver();
        assertThat(received.poll(100, TimeUnit.MILLISECONDS)).isNull();
        assertThat(book.deliveries(name, null, 10))
                .extracting(Delivery::attempts, Delivery::status)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(1, 204));
    }

    @Test
    void whatIsRefusedIsSentAgainBeforeWhatFollowsIt() throws Exception {
        refusals.set(2);
        book.add(name, url("/"), EventFilter.ALL, "test");
        finish(RunStatus.FAILED);
        assertThat(List.of(next().body(), next().body(), next().body())).allMatch(body -> body.contains("run.started"));
        assertThat(next().body()).contains("run.failed");
    }

    @Test
    void whatIsRefusedTooOftenIsGivenUpAndSentAgainWhenAsked() throws Exception {
        refusals.set(QUICK.attempts());
        book.add(name, url("/"), new EventFilter(EventFilter.types(List.of("run.started")), null, null, null), "test");
        finish(RunStatus.SUCCEEDED);
        until(() -> book.deliveries(name, Delivery.State.DEAD, 10).size() == 1);
        Delivery dead = book.deliveries(name, null, 10).getFirst();
        assertThat(dead.error()).isEqualTo("answered 503 come back later");
        assertThat(book.list().getFirst().lastError()).isEqualTo("answered 503 come back later");
        received.clear();

        assertThat(book.replay(name, null)).isEqualTo(1);
        until(() -> book.deliveries(name, Delivery.State.DELIVERED, 10).size() == 1);
        assertThat(book.replay(name, dead.position())).isEqualTo(1);
        until(() -> received.size() == 2);
        assertThat(received).extracting(Received::id).containsOnly("event-" + dead.position());
    }

    @Test
    void aWebhookThatAnswersSlowlyHoldsUpNoOther() throws Exception {
        book.add(name, url("/slow"), EventFilter.ALL, "test");
        book.add("quick-" + name.substring(5), url("/"), EventFilter.ALL, "test");
        for (int i = 0; i < 10; i++) {
            finish(RunStatus.SUCCEEDED);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(next().path()).isEqualTo("/");
        }
        release.countDown();
        until(() -> book.deliveries(name, Delivery.State.DELIVERED, 100).size() == 20);
    }

    @Test
    void anAnswerThatNeverEndsCostsItsAttemptAndNoMore() throws Exception {
        courier.close();
        courier = new WebhookCourier(
                lab.postgres(), new CourierSettings(Duration.ofMillis(20), 3, Duration.ofMillis(300), true));
        book.add(name, url("/endless"), EventFilter.ALL, "test");
        finish(RunStatus.SUCCEEDED);
        finish(RunStatus.SUCCEEDED);
        finish(RunStatus.SUCCEEDED);

        until(() -> book.deliveries(name, Delivery.State.DEAD, 100).size() == 6);

        assertThat(book.deliveries(name, Delivery.State.DEAD, 100))
                .allSatisfy(dead -> assertThat(dead.error()).startsWith("no whole answer within"));
    }

    @Test
    void whatAPausedWebhookMissesComesWhenItResumes() throws Exception {
        book.add(name, url("/"), EventFilter.ALL, "test");
        book.pause(name, true);
        finish(RunStatus.SUCCEEDED);
        until(() -> book.deliveries(name, Delivery.State.PENDING, 10).size() == 2);
        assertThat(received).isEmpty();
        book.pause(name, false);
        assertThat(next().body()).contains("run.started");
        assertThat(next().body()).contains("run.succeeded");
    }

    @Test
    void aCourierThatDiedIsFollowedByAnotherThatSendsAgain() throws Exception {
        book.add(
                name,
                url("/slow"),
                new EventFilter(EventFilter.types(List.of("run.started")), null, null, null),
                "test");
        finish(RunStatus.SUCCEEDED);
        until(() -> book.deliveries(name, null, 10).stream().anyMatch(one -> one.attempts() == 1));
        courier.close();
        release.countDown();
        // The lease that the dead courier holds runs out; here it is made to.
        lab.postgres()
                .transact(
                        "ending the lease",
                        tx -> tx.execute("UPDATE webhook_delivery SET due_at = now() WHERE webhook = ?", name));
        courier = new WebhookCourier(lab.postgres(), QUICK);
        until(() -> book.deliveries(name, Delivery.State.DELIVERED, 10).size() == 1);
        assertThat(received)
                .extracting(Received::id)
                .doesNotContainNull()
                .containsOnly(received.peek().id());
    }

    @Test
    void redirectsAreNotFollowedAndPrivateAddressesOnlyWhereAllowed() throws Exception {
        book.add(
                name,
                url("/moved"),
                new EventFilter(EventFilter.types(List.of("run.started")), null, null, null),
                "test");
        finish(RunStatus.SUCCEEDED);
        until(() -> book.deliveries(name, Delivery.State.DEAD, 10).size() == 1);
        assertThat(book.deliveries(name, null, 1).getFirst().status()).isEqualTo(302);
        assertThat(received).isEmpty();

        WebhookPost outside =
                new WebhookPost(new CourierSettings(Duration.ofMillis(1), 1, Duration.ofSeconds(5), false));
        Event event = events.after(0, EventFilter.ALL, 1).getFirst();
        for (String host :
                List.of("localhost", "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[fd00::1]")) {
            assertThat(outside.send("http://" + host + "/", Signature.newSecret(), WebhookTemplate.CLOUDEVENTS, event)
                            .error())
                    .as(host)
                    .contains("ODOGRAPH_WEBHOOK_PRIVATE=allow");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/", "https:///odograph", "https://user:word@example.com/", "not a url"})
    void anAddressThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> book.add(name, url, EventFilter.ALL, "test"))
                .isInstanceOf(OdographException.class)
                .hasMessage(
                        "\"" + url + "\" is no address for a webhook: give http or https, a host and no password, such"
                                + " as https://ci.example.com/odograph");
    }

    @Test
    void namesAreCheckedAndUnknownOnesSaidSo() {
        assertThatThrownBy(() -> book.add("Bad Name", url("/"), EventFilter.ALL, "test"))
                .hasMessageStartingWith("Webhook name \"Bad Name\" is not valid: begin with a letter");
        book.add(name, url("/"), EventFilter.ALL, "test");
        assertThatThrownBy(() -> book.add(name, url("/"), EventFilter.ALL, "test"))
                .hasMessage("There is a webhook \"" + name + "\": choose another name, or remove it first");
        assertThatThrownBy(() -> book.remove("nobody"))
                .hasMessage("There is no webhook \"nobody\": ./odograph webhooks list shows those that are");
        assertThatThrownBy(() -> book.replay(name, 999_999_999L))
                .hasMessage(
                        "Webhook \"" + name + "\" has no delivery of event 999999999: ./odograph webhooks deliveries "
                                + name + " lists those it has");
    }

    private void receive(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (path.equals("/moved")) {
            exchange.getResponseHeaders().set("Location", url("/"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        if (path.equals("/endless")) {
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write("more to".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        }
        if (path.equals("/slow") || path.equals("/endless")) {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        received.add(new Received(
                path,
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                body));
        byte[] words = "come back\nlater".getBytes(UTF_8);
        boolean refused = refusals.getAndDecrement() > 0;
        exchange.sendResponseHeaders(refused ? 503 : 204, refused ? words.length : -1);
        if (refused) {
            exchange.getResponseBody().write(words);
        }
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private String finish(RunStatus status) {
        String runId = lab.run("hooked", 1);
        runs.setStatus(runId, RunStatus.RUNNING);
        runs.finish(runId, status, status == RunStatus.FAILED ? "STEP_FAILED" : null, "failed");
        return runId;
    }

    private Received next() throws InterruptedException {
        until(() -> !received.isEmpty());
        return received.take();
    }

    /** Does what the worker does at each notification until something is so. */
    private void until(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            int unused = events.place();
            courier.deliver();
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
