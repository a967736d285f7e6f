package dev.odograph.chaos;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.batch.RowHashSql;
import dev.odograph.batch.SweepReport;
import dev.odograph.batch.WriteSweeper;
import dev.odograph.contract.RunStatus;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.PostgresWriteLedger;
import dev.odograph.store.lineage.RunLedger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** What must hold of a run that was disturbed: rows, plan, and ledger against ClickHouse. */
final class Verdict {
    /** A worker may have to take over from one that died. */
    private static final Duration TELLING = Duration.ofMinutes(1);

    private static final long POLL_NANOS = 50_000_000;

    private final ChaosStack stack;
    private final Reader reader;
    private final RunLedger runs;
    private final OutputLedger outputs;
    private final PostgresWriteLedger writes;
    private final Artifacts artifacts;
    private final Map<String, Seen> expected;
    private final List<List<String>> partitions;

    /** Holds other runs against one that nothing disturbed. */
    Verdict(ChaosStack stack, Reader reader, String undisturbed) {
        this.stack = stack;
        this.reader = reader;
        this.runs = new RunLedger(stack.stores.postgres());
        this.outputs = new OutputLedger(stack.stores.postgres());
        this.writes = new PostgresWriteLedger(stack.stores.postgres());
        this.artifacts = new Artifacts(stack);
        this.expected = reader.byRun(undisturbed);
        this.partitions = partitions(undisturbed);
        assertThat(expected.values()).allSatisfy(seen -> {
            assertThat(seen.rows()).isPositive();
            assertThat(seen.keys()).isEqualTo(seen.rows());
        });
        assertThat(partitions).extracting(List::size).contains(1, 2);
    }

    /** Rows by metric as they must be. */
    Map<String, Seen> expected() {
        return expected;
    }

    int partitions() {
        return partitions.size();
    }

    /** How many outputs of a run were executed by a later attempt than the first. */
    long retried(String runId) {
        return outputs.outputs(runId, -1, Integer.MAX_VALUE).stream()
                .filter(output -> output.attempt() > 1)
                .count();
    }

    int passes(String runId) {
        return runs.passes(runId);
    }

    /** Checks a run that has ended, and sweeps what died on the way. */
    SweepReport check(String runId) {
        assertThat(runs.run(runId).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertAllAccountedFor(runId);
        assertThat(reader.byRun(runId)).as("rows of run %s", runId).isEqualTo(expected);
        assertThat(reader.latest()).as("rows that channel latest publishes").isEqualTo(expected);
        assertVisibleIsCommitted(runId);
        artifacts.assertWhole(runId);
        assertAllTold();
        SweepReport swept =
                new WriteSweeper(writes, stack.stores.clickhouse(), Duration.ZERO, Duration.ofHours(1)).sweep();
        assertStoredIsCommitted();
        assertThat(reader.byRun(runId))
                .as("rows of run %s after sweeping", runId)
                .isEqualTo(expected);
        return swept;
    }

    /** Every run that has ended has an event that says so, and every event gets its place. */
    private void assertAllTold() {
        long end = System.nanoTime() + TELLING.toNanos();
        Map<String, String> untold = untold();
        while (!untold.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
            untold = untold();
        }
        assertThat(untold).as("runs that ended untold, events without a place").isEmpty();
    }

    private Map<String, String> untold() {
        return pairs("""
                SELECT run_id, status FROM run
                WHERE status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AND NOT EXISTS (
                    SELECT 1 FROM event
                    WHERE subject = run.run_id AND type = 'dev.odograph.run.' || lower(run.status)
                        AND position IS NOT NULL)
                UNION ALL SELECT 'event ' || event_no, type FROM event WHERE position IS NULL AND type <> ?""", "");
    }

    private void assertAllAccountedFor(String runId) {
        assertThat(partitions(runId)).isEqualTo(partitions);
        long planned = runs.stages(runId).stream()
                .mapToLong(stage -> stage.reduce() ? 1 : partitions.size())
                .sum();
        List<OutputState> all = outputs.outputs(runId, -1, Integer.MAX_VALUE);
        assertThat(all).hasSize((int) planned);
        assertThat(all).allSatisfy(output -> assertThat(output.status()).isEqualTo(OutputStatus.COMMITTED));
    }

    /** Readers see just the writes that the ledger says count, and it says so of committed ones only. */
    private void assertVisibleIsCommitted(String runId) {
        Map<String, String> ledger = pairs("""
                SELECT r.metric || '/' || b.write_no, w.state FROM run_batch r
                JOIN batch b USING (batch_id) JOIN write w USING (write_no) WHERE r.run_id = ?""", runId);
        assertThat(ledger.values()).isNotEmpty().containsOnly("COMMITTED");
        Map<String, String> visible = new TreeMap<>();
        stack.stores
                .clickhouse()
                .rows(ClickHouseQuery.of("SELECT DISTINCT metric || '/' || toString(write_no)"
                                + " FROM visibility FINAL WHERE run_id = {run:String}")
                        .with("run", runId))
                .forEach(row -> visible.put(row.getFirst(), "COMMITTED"));
        assertThat(visible).as("visible writes of run %s", runId).isEqualTo(ledger);
    }

    /** Every row that is left belongs to a committed write, and every committed write has all its rows once. */
    private void assertStoredIsCommitted() {
        for (Reader.Metric metric : reader.metrics()) {
            Map<String, String> ledger = pairs("""
                    SELECT write_no::text, rows || '-' || digest FROM batch
                    WHERE rows > 0 AND table_name = ?""", metric.table());
            Map<String, String> stored = new TreeMap<>();
            stack.stores
                    .clickhouse()
                    .rows(ClickHouseQuery.of("SELECT write_no, count(), " + RowHashSql.of(metric.schema()) + " FROM "
                            + quoted(metric.table()) + " GROUP BY write_no"))
                    .forEach(row -> stored.put(
                            row.get(0), row.get(1) + "-" + Long.toHexString(Long.parseUnsignedLong(row.get(2)))));
            assertThat(stored).as("writes in table %s", metric.table()).isEqualTo(ledger);
            Map<String, String> stated = new TreeMap<>();
            stack.stores
                    .clickhouse()
                    .rows(ClickHouseQuery.of("SELECT write_no, sum(rows), sumWithOverflow(digest) FROM "
                            + quoted(StatesDdl.name(metric.table())) + " WHERE `column` = '' GROUP BY write_no"))
                    .forEach(row -> stated.put(
                            row.get(0), row.get(1) + "-" + Long.toHexString(Long.parseUnsignedLong(row.get(2)))));
            assertThat(stated)
                    .as("summaries of writes in table %s", metric.table())
                    .isEqualTo(pairs("""
                            SELECT write_no::text, rows || '-' || digest FROM batch
                            WHERE rows > 0 AND stated AND table_name = ?""", metric.table()));
        }
        assertThat(pairs("SELECT write_no::text, state FROM write WHERE state = 'OPEN' AND table_name <> ?", ""))
                .as("writes that are still open")
                .isEmpty();
    }

    private Map<String, String> pairs(String sql, String argument) {
        Map<String, String> pairs = new TreeMap<>();
        stack.stores
                .postgres()
                .query(
                        "comparing the ledger",
                        db -> db.resultQuery(sql, argument).fetch())
                .forEach(row -> pairs.put(row.get(0, String.class), row.get(1, String.class)));
        return pairs;
    }

    private List<List<String>> partitions(String runId) {
        return runs.partitions(runId, 0, runs.run(runId).partitions()).stream()
                .map(PartitionRecord::segmentIds)
                .toList();
    }
}
