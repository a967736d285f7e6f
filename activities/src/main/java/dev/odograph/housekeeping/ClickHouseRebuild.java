package dev.odograph.housekeeping;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.batch.BatchCommitter;
import dev.odograph.batch.BatchRequest;
import dev.odograph.batch.WriteLedger;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.step.StageOutput;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.CarriedBatch;
import dev.odograph.store.lineage.CarriedBatches;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.Retention;
import dev.odograph.store.lineage.RunLedger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fills a ClickHouse that lost rows, or all of them, from the ledger and the artifacts. Each batch that is not there whole
 * is sent again under a write of its own, verified by its digest, and only then shown, so that this may be interrupted and
 * done again, and workers may go on meanwhile. What is there is left alone.
 */
public final class ClickHouseRebuild {
    private static final int PAGE = 200;
    private static final int FREE_AT_ONCE = 1_000;
    /** Plans that are kept while pages are read: batches of one run lie apart. */
    private static final int PLANS = 64;

    private final ClickHouse clickhouse;
    private final RunLedger runs;
    private final CarriedBatches batches;
    private final Retention retention;
    private final WriteLedger writes;
    private final ArtifactStore artifacts;
    private final ResultTables tables;
    private final BatchCommitter committer;
    private final Mirror mirror;
    private final FactMirror facts;
    private final Map<String, NewRun> plans = new LinkedHashMap<>();

    /** A rebuild; {@code tables} must not have been used before what they made was lost. */
    public ClickHouseRebuild(
            ClickHouse clickhouse,
            RunLedger runs,
            CarriedBatches batches,
            Retention retention,
            WriteLedger writes,
            ArtifactStore artifacts,
            ResultTables tables,
            Mirror mirror,
            FactMirror facts) {
        this.clickhouse = clickhouse;
        this.runs = runs;
        this.batches = batches;
        this.retention = retention;
        this.writes = writes;
        this.artifacts = artifacts;
        this.tables = tables;
        this.committer = new BatchCommitter(writes, clickhouse);
        this.mirror = mirror;
        this.facts = facts;
    }

    /** Is told how far it is. */
    @FunctionalInterface
    public interface Watcher {
        /** So many of so many batches were looked at, and so many rows stored. */
        void at(long batches, long of, long rows);
    }

    /**
     * What was found and done.
     *
     * @param batches batches that runs refer to
     * @param stored those that were stored anew
     * @param rows their rows
     * @param lost batches whose artifact is gone, by run: a retry of the run computes them again
     */
    public record Report(long batches, long stored, long rows, Map<String, Long> lost) {
        public Report {
            lost = new TreeMap<>(lost);
        }
    }

    /**
     * Rebuilds everything.
     *
     * @throws dev.odograph.error.OdographException CLICKHOUSE_UNAVAILABLE, POSTGRES_UNAVAILABLE, DISK_FULL: done again, it
     *     goes on
     */
    public Report run(Watcher watcher) {
        ResultTables.createMirror(clickhouse);
        // A batch that no run refers to would be taken for one that is there.
        while (!retention.deleteUnreferencedBatches(Duration.ZERO, FREE_AT_ONCE).isEmpty()) {
            // More may be left than one call takes.
        }
        long of = batches.count();
        long seen = 0;
        long stored = 0;
        long rows = 0;
        Map<String, Long> lost = new TreeMap<>();
        String after = "";
        for (List<CarriedBatch> page = batches.after(after, PAGE); !page.isEmpty(); page = batches.after(after, PAGE)) {
            for (CarriedBatch batch : page) {
                watcher.at(seen++, of, rows);
                Optional<BatchRequest> request = request(batch);
                if (request.isEmpty()) {
                    lost.merge(batch.runId(), 1L, Long::sum);
                } else if (restore(batch, request.get())) {
                    stored++;
                    rows += batch.batch().digest().rows();
                }
            }
            after = page.getLast().batch().batchId();
        }
        watcher.at(seen, of, rows);
        batches.mirrorAll();
        mirror.drain();
        facts.syncPublished();
        return new Report(seen, stored, rows, lost);
    }

    /** False where it was there. */
    private boolean restore(CarriedBatch stored, BatchRequest request) {
        if (stored.batch().digest().rows() == 0 || committer.isStored(stored.writeNo(), request)) {
            return false;
        }
        long writeNo = committer.rewrite(stored.runId(), request);
        if (!batches.carry(stored, writeNo, request.stated())) {
            var unused = writes.kill(writeNo);
            return false;
        }
        return true;
    }

    /** The batch with its rows; empty where these are gone. Its table is there afterwards. */
    private Optional<BatchRequest> request(CarriedBatch stored) {
        NewRun run = plan(stored.runId());
        GraphSpec spec = run.spec();
        MetricSpec metric = spec.metrics().stream()
                .filter(one -> one.name().equals(stored.batch().metric()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("run " + stored.runId() + " refers to a batch of "
                        + stored.batch().metric() + ", which its graph has not"));
        MetricTable table = run.table(metric);
        tables.ensure(table);
        return artifacts
                .find(stored.batch().artifactKey())
                .map(StageOutput::files)
                .map(files -> new BatchRequest(stored.batch(), table.schema(), files.getFirst()));
    }

    private NewRun plan(String runId) {
        NewRun known = plans.get(runId);
        if (known == null) {
            if (plans.size() >= PLANS) {
                plans.clear();
            }
            known = runs.run(runId).plan();
            plans.put(runId, known);
        }
        return known;
    }
}
