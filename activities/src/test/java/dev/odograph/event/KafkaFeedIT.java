package dev.odograph.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.batch.RunLab;
import dev.odograph.contract.RunStatus;
import dev.odograph.store.lineage.RunLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events reach a topic of a real broker at least once and in order for each run, whatever dies. */
class KafkaFeedIT {
    /** A machine that is busy is not taken for a broker that is away. */
    private static final Map<String, String> CALM = Map.of();

    /** Gives up soon. */
    private static final Map<String, String> QUICK = Map.of(
            "max.block.ms", "1000", "request.timeout.ms", "1000", "delivery.timeout.ms", "2000", "linger.ms", "0");

    private static final FeedPace PACE =
            new FeedPace(Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofMillis(500));

    @TempDir
    private static Path directory;

    private static KafkaBroker broker;

    private final RunLab lab = RunLab.open();
    private final RunLedger runs = new RunLedger(lab.postgres());
    private final EventLog events = new EventLog(lab.postgres());
    private final String topic = "events-" + UUID.randomUUID();
    private final List<EventFeed> feeds = new ArrayList<>();

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        broker.create(topic);
    }

    @AfterEach
    void forget() {
        feeds.forEach(EventFeed::close);
        lab.postgres()
                .transact("forgetting the feed", tx -> tx.execute("DELETE FROM event_feed WHERE name = ?", topic));
    }

    @Test
    void everyEventArrivesOnceAndInOrderForEachRunWhoeverPlacesThem() throws Exception {
        feed(Map.of("compression.type", "lz4"), FeedPace.usual(KafkaSink.patience(settings(CALM))));
        List<String> ids = write(4, 50);
        until(() -> arrived(ids, 100));

        Map<String, List<ConsumerRecord<String, String>>> records = broker.records(topic);
        for (String id : ids) {
            assertThat(positions(records.get(id))).isEqualTo(told(id));
        }
        ConsumerRecord<String, String> first = records.get(ids.getFirst()).getFirst();
        assertThat(first.value())
                .isEqualTo(CloudEvents.json(
                        events.after(0, EventFilter.ofRun(ids.getFirst()), 1).getFirst()));
        assertThat(new String(first.headers().lastHeader("content-type").value(), UTF_8))
                .isEqualTo("application/cloudevents+json; charset=UTF-8");
    }

    @Test
    void aBrokerThatIsKilledInMidStreamAndComesBackLosesNothing() throws Exception {
        feed(QUICK, PACE);
        List<String> ids = new ArrayList<>(write(1, 100));
        until(() -> stored() >= events.last());
        long before = stored();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<List<String>> writing = threads.submit(() -> write(3, 100));
            until(() -> stored() > before);
            broker.kill();
            ids.addAll(writing.get());
        }
        assertThat(stored()).isLessThan(events.last());
        broker.restart();
        until(() -> {
            broker.create("back-" + UUID.randomUUID());
            return stored() >= events.last();
        });

        Map<String, List<ConsumerRecord<String, String>>> records = broker.records(topic);
        for (String id : ids) {
            assertThat(withoutRepeats(positions(records.get(id)))).isEqualTo(told(id));
        }
    }

    @Test
    void aSenderThatDiesBetweenAcknowledgementAndItsPlaceIsFollowedByAnotherThatSendsAgain() throws Exception {
        CountDownLatch acknowledged = new CountDownLatch(1);
        CountDownLatch wakesUp = new CountDownLatch(1);
        feeds.add(EventFeed.start(
                lab.postgres(), topic, () -> new Sleeper(new KafkaSink(settings(CALM)), acknowledged, wakesUp), PACE));
        until(() -> stored() >= 0);
        long before = stored();
        List<String> ids = write(1, 3);
        until(() -> acknowledged.getCount() == 0);
        assertThat(stored()).isEqualTo(before);

        feed();
        until(() -> stored() >= events.last());
        String id = ids.getFirst();
        List<Long> twice = positions(broker.records(topic).get(id));
        assertThat(twice).hasSizeGreaterThan(6);
        assertThat(withoutRepeats(twice)).isEqualTo(told(id));

        // It did not die: what it notes late does not count, and it finds that another sends.
        long after = stored();
        wakesUp.countDown();
        List<String> more = write(1, 3);
        until(() -> arrived(more, 6));
        assertThat(stored()).isGreaterThan(after);
        assertThat(positions(broker.records(topic).get(more.getFirst()))).isEqualTo(told(more.getFirst()));
    }

    @Test
    void ofTwoFeedsOneSendsAndTheOtherGoesOnWhenItEnds() throws Exception {
        EventFeed first = feed();
        feed();
        List<String> ids = write(3, 30);
        until(() -> arrived(ids, 60));
        first.close();
        ids.addAll(write(2, 30));
        until(() -> arrived(ids, 60));

        Map<String, List<ConsumerRecord<String, String>>> records = broker.records(topic);
        for (String id : ids) {
            assertThat(positions(records.get(id))).isEqualTo(told(id));
        }
    }

    @Test
    void anEventThatKafkaRefusesHoldsUpWhatFollowsItAndNotWhatWasBefore() throws Exception {
        feed().close();
        String id = lab.run("refused", 1);
        runs.setStatus(id, RunStatus.RUNNING);
        runs.park(id, "STEP_FAILED", "x".repeat(3_000));
        runs.setStatus(id, RunStatus.RUNNING);
        until(() -> told(id).size() == 3);
        EventFeed narrow = feed(Map.of("max.request.size", "2000", "linger.ms", "100"), PACE);
        until(() -> stored() == told(id).getFirst());
        narrow.close();
        assertThat(positions(broker.records(topic).get(id))).containsExactlyElementsOf(told(id).subList(0, 1));

        feed();
        until(() -> arrived(List.of(id), 3));
        assertThat(positions(broker.records(topic).get(id))).isEqualTo(told(id));
    }

    @Test
    void kafkaBeingAwayHoldsUpNobodyAndItsEventsAreKeptUnlessTheFeedIsOffForLong() throws Exception {
        KafkaSettings nowhere = new KafkaSettings("127.0.0.1:9", topic, QUICK, List.of());
        EventFeed feed = EventFeed.start(lab.postgres(), topic, () -> new KafkaSink(nowhere), PACE);
        feeds.add(feed);
        until(() -> stored() >= 0);
        String id = write(1, 1).getFirst();
        long started = System.nanoTime();
        feed.wake();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(500));

        int unsent = events.deleteOlderThan(Duration.ofSeconds(-1), Duration.ofDays(1));
        assertThat(told(id)).as("kept, beside %s that went", unsent).hasSize(2);
        feed.close();
        int unused = events.deleteOlderThan(Duration.ofSeconds(-1), Duration.ofDays(1));
        assertThat(told(id)).hasSize(2);

        lab.postgres()
                .transact(
                        "ageing the feed",
                        tx -> tx.execute(
                                "UPDATE event_feed SET held_until = now() - interval '8 days' WHERE name = ?", topic));
        assertThat(events.deleteOlderThan(Duration.ofSeconds(-1), Duration.ofDays(1)))
                .isGreaterThanOrEqualTo(2);
        assertThat(told(id)).isEmpty();
    }

    /** Acknowledges and then sleeps, as a process does that was stopped. */
    private record Sleeper(EventSink sink, CountDownLatch acknowledged, CountDownLatch wakesUp) implements EventSink {
        @Override
        public Outcome send(List<Event> events) {
            Outcome outcome = sink.send(events);
            acknowledged.countDown();
            try {
                wakesUp.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return outcome;
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    private EventFeed feed() throws Exception {
        return feed(CALM, FeedPace.usual(KafkaSink.patience(settings(CALM))));
    }

    private EventFeed feed(Map<String, String> properties, FeedPace pace) throws Exception {
        EventFeed feed = EventFeed.start(lab.postgres(), topic, () -> new KafkaSink(settings(properties)), pace);
        feeds.add(feed);
        until(() -> stored() >= 0);
        return feed;
    }

    private KafkaSettings settings(Map<String, String> properties) {
        return new KafkaSettings(broker.bootstrap(), topic, properties, List.of());
    }

    /** Runs that start and park so often, at once, while two place what is written; returns them when all is placed. */
    private List<String> write(int writers, int rounds) throws Exception {
        List<String> ids = Writers.write(lab, writers, rounds, this::place);
        until(() -> ids.stream().allMatch(id -> told(id).size() == 2 * rounds));
        return ids;
    }

    private void place() {
        int placed = events.place();
        if (placed > 0) {
            feeds.forEach(EventFeed::wake);
        }
    }

    private boolean arrived(List<String> ids, int each) {
        Map<String, List<ConsumerRecord<String, String>>> records = broker.records(topic);
        return ids.stream().allMatch(id -> records.getOrDefault(id, List.of()).size() >= each);
    }

    private List<Long> told(String runId) {
        return events.after(0, EventFilter.ofRun(runId), 10_000).stream()
                .map(Event::position)
                .toList();
    }

    /** Up to where the feed noted that all was acknowledged; -1 before there is a feed. */
    private long stored() {
        return lab
                .postgres()
                .query("reading the place", db -> db.fetch("SELECT position FROM event_feed WHERE name = ?", topic))
                .stream()
                .mapToLong(row -> row.get(0, Long.class))
                .findFirst()
                .orElse(-1);
    }

    private static List<Long> positions(List<ConsumerRecord<String, String>> records) throws Exception {
        List<Long> positions = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            positions.add(new ObjectMapper().readTree(record.value()).get("id").asLong());
        }
        return positions;
    }

    /** As the guide tells consumers to do it: what is not beyond the last of its run came before. */
    private static List<Long> withoutRepeats(List<Long> positions) {
        List<Long> fresh = new ArrayList<>();
        for (long position : positions) {
            if (fresh.isEmpty() || position > fresh.getLast()) {
                fresh.add(position);
            }
        }
        return fresh;
    }

    private void until(Condition done) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!done.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            place();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
