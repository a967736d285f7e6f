package dev.odograph.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.batch.RunLab;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.RunLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What becomes of runs is told once each, in order, and no one who follows misses any. */
class EventsIT {
    private final RunLab lab = RunLab.open();
    private final RunLedger runs = new RunLedger(lab.postgres());
    private final EventLog events = new EventLog(lab.postgres());

    @Test
    void aRunsStatusesBecomeEventsAndARepeatedOneDoesNot() {
        String runId = lab.run("fleet", 1);
        runs.setStatus(runId, RunStatus.RUNNING);
        runs.setStatus(runId, RunStatus.RUNNING);
        runs.park(runId, "STEP_FAILED", "step \"ttc\" failed");
        runs.setStatus(runId, RunStatus.RUNNING);
        runs.finish(runId, RunStatus.SUCCEEDED, null, null);
        place();

        List<Event> told = events.after(0, EventFilter.ofRun(runId), 100);
        assertThat(told)
                .extracting(Event::type)
                .containsExactly(
                        "dev.odograph.run.started",
                        "dev.odograph.run.parked",
                        "dev.odograph.run.started",
                        "dev.odograph.run.succeeded");
        assertThat(CloudEvents.tree(told.get(1)).toPrettyString())
                .contains("\"specversion\" : \"1.0\"", "\"source\" : \"/odograph\"", "\"subject\" : \"" + runId + "\"")
                .contains("\"code\" : \"STEP_FAILED\"", "\"dataset\" : \"fleet\"", "\"purpose\" : \"adhoc\"");
    }

    @Test
    void whoFollowsMissesNothingOfATransactionThatCommitsLate() throws Exception {
        String late = lab.run("late", 1);
        String early = lab.run("early", 1);
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> slow = threads.submit(() -> lab.postgres().transact("writing slowly", tx -> {
                int updated = tx.execute("UPDATE run SET status = 'RUNNING' WHERE run_id = ?", late);
                written.countDown();
                await(goOn);
                return updated;
            }));
            await(written);
            runs.setStatus(early, RunStatus.RUNNING);
            place();
            long seen = events.after(0, EventFilter.ofRun(early), 1).getFirst().position();
            assertThat(events.after(0, EventFilter.ofRun(late), 1)).isEmpty();
            goOn.countDown();
            assertThat(slow.get()).isEqualTo(1);
            place();
            assertThat(events.after(seen, EventFilter.ofRun(late), 1)).hasSize(1);
        }
    }

    @Test
    void whatWasNotCommittedIsNotTold() {
        String runId = lab.run("undone", 1);
        assertThatThrownBy(() -> lab.postgres().transact("failing", tx -> {
                    tx.execute("UPDATE run SET status = 'RUNNING' WHERE run_id = ?", runId);
                    throw new IllegalStateException("undo");
                }))
                .isInstanceOf(IllegalStateException.class);
        place();
        assertThat(events.after(0, EventFilter.ofRun(runId), 1)).isEmpty();
    }

    @Test
    void manyWritersAndPlacersGiveEachEventOnePlaceAndKeepTheOrderOfEachRun() throws Exception {
        int writers = 4;
        int rounds = 25;
        List<String> ids = Writers.write(lab, writers, rounds, events::place);
        place();
        List<Long> positions = new ArrayList<>();
        for (String id : ids) {
            List<Event> told = events.after(0, EventFilter.ofRun(id), 1_000);
            assertThat(told).hasSize(2 * rounds);
            for (int i = 0; i < told.size(); i++) {
                assertThat(told.get(i).type()).endsWith(i % 2 == 0 ? "started" : "parked");
                assertThat(told.get(i).data()).contains(i % 2 == 0 ? "RUNNING" : "round " + i / 2 + "\"");
                positions.add(told.get(i).position());
            }
        }
        assertThat(positions).doesNotHaveDuplicates();
    }

    @Test
    void filtersNarrowByTypeAndGraph() {
        String runId = lab.run("filtered", 1);
        runs.setStatus(runId, RunStatus.RUNNING);
        runs.finish(runId, RunStatus.FAILED, "STEP_FAILED", "failed");
        place();
        EventFilter failed = new EventFilter(EventFilter.types(List.of("run.failed")), runId, "following", null);
        assertThat(events.after(0, failed, 10)).extracting(Event::type).containsExactly("dev.odograph.run.failed");
        assertThat(events.after(0, new EventFilter(Set.of(), runId, "other", null), 10))
                .isEmpty();
        assertThatThrownBy(() -> EventFilter.types(List.of("run.fialed")))
                .isInstanceOf(OdographException.class)
                .hasMessage(
                        "\"run.fialed\" is no type of event: give run.started, run.parked, run.succeeded, run.failed,"
                                + " run.cancelled, publication.moved, alert.opened, alert.resolved");
    }

    @Test
    void oldEventsGoUnlessAWebhookHasStillToDeliverThem() {
        String runId = lab.run("old", 1);
        runs.setStatus(runId, RunStatus.RUNNING);
        place();
        WebhookBook book = new WebhookBook(lab.postgres());
        book.add("retention", "http://127.0.0.1:9/", EventFilter.ALL, "test");
        try {
            runs.finish(runId, RunStatus.SUCCEEDED, null, null);
            place();
            int deleted = events.deleteOlderThan(Duration.ofSeconds(-1), Duration.ofDays(1));
            assertThat(deleted).isPositive();
            assertThat(events.after(0, EventFilter.ofRun(runId), 10))
                    .extracting(Event::type)
                    .containsExactly("dev.odograph.run.succeeded");
            assertThat(events.deleteOlderThan(Duration.ofSeconds(-1), Duration.ofSeconds(-1)))
                    .as("a webhook that is never sent to holds nothing for ever")
                    .isPositive();
        } finally {
            book.remove("retention");
        }
    }

    private void place() {
        // Another test may be placing: then this one's events are placed by the other, or are still to be.
        while (lab.postgres()
                .query(
                        "counting",
                        db -> db.fetchExists(db.selectOne().from("event").where("position IS NULL")))) {
            int unused = events.place();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
