package dev.odograph.export;

import static dev.odograph.schema.postgres.generated.Tables.LINEAGE_EVENT;
import static org.jooq.impl.DSL.noCondition;

import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunBatches;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.Sql;
import java.util.List;

/**
 * Sends the OpenLineage events of runs as they begin and end. An event is noted after it was taken, so it is sent at least
 * once, and again with the same content if a worker dies in between. Several workers may emit at once. Thread-safe.
 */
public final class LineageEmitter {
    private static final String UNSENT = Sql.resource(LineageEmitter.class, "unsent_lineage.sql");
    private static final int RUNS_AT_ONCE = 200;

    private final Postgres postgres;
    private final LineageSink sink;

    /** An emitter from that ledger to that place. */
    public LineageEmitter(Postgres postgres, LineageSink sink) {
        this.postgres = postgres;
        this.sink = sink;
    }

    /**
     * Sends what was not sent yet, the oldest first; at an error the rest waits for the next time.
     *
     * @return how many events were sent
     * @throws dev.odograph.error.OdographException LINEAGE_NOT_SENT where the sink does not take one
     */
    public int emit() {
        int sent = 0;
        RunLedger runs = new RunLedger(postgres);
        RunBatches batches = new RunBatches(postgres);
        List<String> waiting = postgres.query(
                "listing runs with unsent lineage",
                db -> db.resultQuery(UNSENT, RUNS_AT_ONCE).fetch(row -> row.get("run_id", String.class)));
        for (String runId : waiting) {
            var run = runs.find(runId);
            if (run.isEmpty()) {
                continue;
            }
            for (OpenLineageEvents.Event event : OpenLineageEvents.of(run.get(), batches.rows(runId))) {
                if (!isSent(runId, event)) {
                    sink.send(event.json());
                    markSent(runId, event);
                    sent++;
                }
            }
        }
        return sent;
    }

    private boolean isSent(String runId, OpenLineageEvents.Event event) {
        return postgres.query(
                "looking for a lineage event of run \"" + runId + "\"",
                db -> db.fetchExists(
                        LINEAGE_EVENT,
                        LINEAGE_EVENT.RUN_ID.eq(runId),
                        LINEAGE_EVENT.EVENT.eq(event.type()),
                        // A run begins once; it may end again after a retry.
                        event.type().equals("START")
                                ? noCondition()
                                : LINEAGE_EVENT.EVENT_AT_MS.eq(event.time().toEpochMilli())));
    }

    private void markSent(String runId, OpenLineageEvents.Event event) {
        postgres.transact(
                "noting a lineage event of run \"" + runId + "\"",
                tx -> tx.insertInto(LINEAGE_EVENT)
                        .columns(LINEAGE_EVENT.RUN_ID, LINEAGE_EVENT.EVENT, LINEAGE_EVENT.EVENT_AT_MS)
                        .values(runId, event.type(), event.time().toEpochMilli())
                        .onConflictDoNothing()
                        .execute());
    }
}
