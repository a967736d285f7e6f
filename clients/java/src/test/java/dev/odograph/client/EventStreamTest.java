package dev.odograph.client;

import static dev.odograph.client.Answers.client;
import static dev.odograph.client.Answers.event;
import static dev.odograph.client.Answers.stands;
import static dev.odograph.client.FaultServer.answer;
import static dev.odograph.client.FaultServer.chunk;
import static dev.odograph.client.FaultServer.drop;
import static dev.odograph.client.FaultServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private FaultServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new FaultServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aStreamThatBreaksGoesOnBehindTheLastWholeEvent() {
        String half = event(3).substring(0, 60);
        CountDownLatch read = new CountDownLatch(1);
        server.then(
                drop(),
                streamUntil(read, event(1), event(2), half),
                problem(503, "EXTERNAL", "later"),
                stream(event(3)));

        try (EventStream events = client(server)
                .events(EventQuery.after("0")
                        .types("run.failed", "run.succeeded")
                        .graph("g"))) {
            assertThat(events.next().id()).isEqualTo("1");
            assertThat(events.next().id()).isEqualTo("2");
            read.countDown();
            Event third = events.next();
            assertThat(third.id()).isEqualTo("3");
            assertThat(third.subject()).isEqualTo("r 1");
            assertThat(third.data().path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(events.lastId()).isEqualTo("3");
        }

        FaultServer.Asked first = server.asked().get(1);
        assertThat(first.path()).isEqualTo("/api/events?after=0&type=run.failed&type=run.succeeded&graph=g");
        assertThat(first.headers()).containsEntry("accept", "text/event-stream").doesNotContainKey("last-event-id");
        FaultServer.Asked resumed = server.asked().get(3);
        assertThat(resumed.path()).isEqualTo("/api/events?type=run.failed&type=run.succeeded&graph=g");
        assertThat(resumed.headers()).containsEntry("last-event-id", "2");
    }

    @Test
    void aStreamThatBreaksBeforeItsFirstEventGoesOnFromWhereItBegan() {
        server.then(stream("id: 41\n:\n\n"), stream(event(42)));

        try (EventStream events = client(server).events(EventQuery.fromNow())) {
            assertThat(events.next().id()).isEqualTo("42");
        }

        assertThat(server.asked().get(1).headers()).containsEntry("last-event-id", "41");
    }

    @Test
    void aRestartInMidStreamLosesNothing() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        server.then(stands(RunStatus.RUNNING), to -> {
            begin(to);
            chunk(to, event(7));
            told.countDown();
            Thread.sleep(60_000);
        });
        try (EventStream events = client(server).run("r 1").events("6")) {
            assertThat(events.next().id()).isEqualTo("7");
            CompletableFuture<Event> next = CompletableFuture.supplyAsync(events::next);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();

            server.stop();
            server.then(stream(event(8)));
            server.start();

            assertThat(next.get(20, TimeUnit.SECONDS).id()).isEqualTo("8");
        }
        assertThat(server.asked().get(1).path()).isEqualTo("/api/runs/r%201/events?after=6");
        assertThat(server.asked().get(2).headers()).containsEntry("last-event-id", "7");
    }

    @Test
    void heartbeatsKeepAStreamAndSilenceEndsIt() {
        server.then(
                to -> {
                    begin(to);
                    // Longer in all than the silence that ends it.
                    for (int i = 0; i < 8; i++) {
                        chunk(to, ": still here\n\n");
                        Thread.sleep(300);
                    }
                    chunk(to, event(1));
                    Thread.sleep(60_000);
                },
                stream(event(2)));

        try (EventStream events = client(server).events(EventQuery.fromNow())) {
            assertThat(events.next().id()).isEqualTo("1");
            assertThat(server.asked()).hasSize(1);
            assertThat(events.next().id()).isEqualTo("2");
        }
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void linesMayBeCutAnywhereAndHoldWhatJsonMay() {
        String text = event(5).replace("r 1", "größe\u2028x").replace("\n", "\r\n");
        server.then(to -> {
            begin(to);
            for (int i = 0; i < text.length(); i += 7) {
                chunk(to, text.substring(i, Math.min(text.length(), i + 7)));
            }
            Thread.sleep(60_000);
        });

        try (EventStream events = client(server).events(EventQuery.fromNow())) {
            assertThat(events.next().subject()).isEqualTo("größe\u2028x");
        }
    }

    @Test
    void whoClosesAStreamEndsWhoWaitsForIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.then(to -> {
            begin(to);
            asked.countDown();
            Thread.sleep(60_000);
        });
        EventStream events = client(server).events(EventQuery.fromNow());
        CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(events::hasNext);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        events.close();

        assertThat(more.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(events.hasNext()).isFalse();
    }

    @Test
    void whatRefusesOrIsNoStreamIsSaid() {
        server.then(
                problem(400, "ARGUMENT_INVALID", "after is x"),
                answer(200, "text/html", "<html>"),
                stream("data: no json\n\n"));
        for (String code : new String[] {"ARGUMENT_INVALID", "ANSWER_UNKNOWN", "ANSWER_UNKNOWN"}) {
            try (EventStream events = client(server).events(EventQuery.after("x"))) {
                assertThatThrownBy(events::hasNext).hasMessageContaining(code);
            }
        }
    }

    @Test
    void aServerThatWasNeverThereIsSaidToBe() throws IOException {
        server.stop();

        try (EventStream events = client(server, Duration.ofMillis(300)).events(EventQuery.fromNow())) {
            assertThatThrownBy(events::hasNext).hasMessageContaining("SERVER_UNAVAILABLE");
        }
    }

    private static FaultServer.Step stream(String... texts) {
        return streamUntil(new CountDownLatch(1), texts);
    }

    /** Breaks off only then: what came just before a break may be lost with it. */
    private static FaultServer.Step streamUntil(CountDownLatch read, String... texts) {
        return to -> {
            begin(to);
            for (String text : texts) {
                chunk(to, text);
            }
            read.await();
        };
    }

    private static void begin(OutputStream to) throws IOException {
        FaultServer.head(to, 200, "text/event-stream", "Transfer-Encoding: chunked");
    }
}
