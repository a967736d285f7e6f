package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.Mover;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PublicationMoves;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What readers of a channel and of a run see, and what they never see. */
class PublicationIT {
    private static final String DATASET = "published";
    private static final String METRIC = "exposure";
    private static final int PUBLISHED_TOGETHER = 12;
    private static final List<String> COLUMNS = List.of("segment_id", "position", "distance_km");

    private static Lab lab;
    private static Bundle changed;

    @BeforeAll
    static void makeADataset() {
        lab = Lab.open();
        lab.simulated(DATASET, 2, 71);
        changed = lab.bundles.withSql("exposure.sql", sql -> sql.replace("/ 1e6", "/ 2e6"));
    }

    @Test
    void latestFollowsEveryRunAndMainOnlyProduction() {
        String examples = lab.bundles.examples().digest();
        lab.runs.succeed("published-1", Lab.input(examples, DATASET, Purpose.PRODUCTION, 1));
        assertPublished("published-1", "published-1");
        List<Map<String, String>> before = byRun("published-1");
        assertThat(before).hasSize(6).isEqualTo(channel("latest")).isEqualTo(channel("main"));

        lab.runs.succeed("published-2", Lab.input(changed.digest(), DATASET, Purpose.ADHOC, 1));
        assertPublished("published-2", "published-1");
        assertThat(channel("latest")).isEqualTo(byRun("published-2")).isNotEqualTo(before);
        assertThat(channel("main")).isEqualTo(before);

        lab.runs.succeed("published-3", Lab.input(changed.digest(), DATASET, Purpose.PRODUCTION, 1));
        assertPublished("published-3", "published-3");
        assertThat(channel("main")).isEqualTo(byRun("published-2"));

        assertThat(byRun("published-1")).as("an older run's view").isEqualTo(before);
    }

    @Test
    void rowsOfAWriteThatWasNeverCommittedAreNotSeen() {
        lab.runs.succeed("zombie", Lab.input(lab.bundles.examples().digest(), DATASET, Purpose.ADHOC, 10_000_000));
        Map<String, Results.Seen> before = lab.results.seen("zombie");
        List<Map<String, String>> rows = byRun("zombie");
        String table = ClickHouseNames.quoted(lab.results.table("zombie", METRIC));
        String unfiltered = "SELECT count() FROM " + table;
        long stored = count(unfiltered);

        lab.stores
                .clickhouse()
                .execute("INSERT INTO " + table + " SELECT * REPLACE (distance_km + 1 AS distance_km,"
                        + " toUInt64(999999999) AS write_no) FROM " + table + " WHERE segment_id IN"
                        + " (SELECT segment_id FROM `" + lab.results.table("zombie", METRIC)
                        + "_by_run`(run = 'zombie'))");

        assertThat(count(unfiltered)).as("rows in the table itself").isGreaterThan(stored);
        assertThat(lab.results.seen("zombie")).isEqualTo(before);
        assertThat(byRun("zombie")).isEqualTo(rows);
        assertThat(lab.results.rows(
                        ClickHouseNames.latestView(lab.results.table("zombie", METRIC)) + "(dataset = '" + DATASET
                                + "', channel = 'latest') ORDER BY segment_id, position",
                        COLUMNS))
                .hasSize(6);
    }

    @Test
    void aReaderNeverSeesTwoRunsForTheMetricsOfOneDataset() {
        String dataset = "published_together";
        lab.simulated(dataset, 2, 72);
        String query = "SELECT argMaxIf(run_id, revision, metric = 'exposure'), argMaxIf(run_id, revision, metric ="
                + " 'ttc') FROM publication WHERE namespace = 'default' AND dataset = '" + dataset
                + "' AND channel = 'latest'";
        List<String> mixed = new CopyOnWriteArrayList<>();
        Set<String> seen = new ConcurrentSkipListSet<>();
        AtomicBoolean publishing = new AtomicBoolean(true);
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (publishing.get()) {
                List<String> runs =
                        lab.stores.clickhouse().rows(ClickHouseQuery.of(query)).getFirst();
                seen.add(runs.getFirst());
                if (!runs.get(0).equals(runs.get(1))) {
                    mixed.add(runs.toString());
                }
            }
        });
        try {
            for (int i = 0; i < PUBLISHED_TOGETHER; i++) {
                Bundle bundle = i % 2 == 0 ? lab.bundles.examples() : changed;
                String runId = "together-" + i;
                lab.runs.succeed(runId, Lab.input(bundle.digest(), dataset, Purpose.ADHOC, 1));
                // Each is read before the next is published.
                Runs.until("run " + runId + " read", () -> seen.contains(runId) || reader.isDone());
            }
        } finally {
            publishing.set(false);
        }
        reader.join();
        assertThat(mixed).as("pairs of runs that one query saw").isEmpty();
        assertThat(seen).hasSizeGreaterThanOrEqualTo(PUBLISHED_TOGETHER);
    }

    @Test
    void aBackfillStandsBesideWhatMainShowsUntilItIsSwitchedAndCanBeTakenBack() {
        String dataset = "switched";
        lab.simulated(dataset, 2, 73);
        lab.runs.succeed("switch-old", Lab.input(lab.bundles.examples().digest(), dataset, Purpose.PRODUCTION, 1));
        lab.runs.succeed("switch-new", Lab.input(changed.digest(), dataset, Purpose.BACKFILL, 1));
        assertThat(shown(dataset, "main")).isEqualTo(byRun("switch-old")).isNotEqualTo(byRun("switch-new"));

        PublicationMoves moves = new PublicationMoves(lab.stores.postgres());
        Mover anna = new Mover("anna", "new distance");
        Mirror mirror = new Mirror(new PostgresMirrorLedger(lab.stores.postgres()), lab.stores.clickhouse());
        assertThat(moves.publish("switch-new", "main", List.of(), anna)).hasSize(5);
        mirror.awaitMirrored("switch-new");
        assertThat(shown(dataset, "main")).isEqualTo(byRun("switch-new"));

        assertThat(moves.rollBack("switch-new", "main", anna)).hasSize(5);
        mirror.awaitMirrored("switch-old");
        assertThat(shown(dataset, "main")).isEqualTo(byRun("switch-old"));
    }

    private static long count(String sql) {
        return Long.parseLong(
                lab.stores.clickhouse().rows(ClickHouseQuery.of(sql)).getFirst().getFirst());
    }

    private static void assertPublished(String latest, String main) {
        Publications publications = new Publications(lab.stores.postgres());
        for (String metric : List.of("exposure", "fleet_safety", "hard_brake", "platoon_safety", "ttc")) {
            assertThat(publications.find("default", metric, DATASET, Publications.LATEST))
                    .map(PublicationRow::runId)
                    .contains(latest);
            assertThat(publications.find("default", metric, DATASET, Publications.MAIN))
                    .map(PublicationRow::runId)
                    .contains(main);
        }
    }

    private static List<Map<String, String>> byRun(String runId) {
        return lab.results.rows(
                ClickHouseNames.byRunView(lab.results.table(runId, METRIC)) + "(run = '" + runId
                        + "') ORDER BY segment_id, position",
                COLUMNS);
    }

    private static List<Map<String, String>> channel(String channel) {
        return shown(DATASET, channel);
    }

    private static List<Map<String, String>> shown(String dataset, String channel) {
        return lab.results.rows(
                ClickHouseNames.table("default", METRIC, new Version(1, 0)) + "_latest(dataset = '" + dataset
                        + "', channel = '" + channel + "') ORDER BY segment_id, position",
                COLUMNS);
    }
}
