package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static org.jooq.impl.DSL.sum;

import java.util.List;
import java.util.Map;

/** The batches that runs show. Thread-safe. */
public final class RunBatches {
    private final Postgres postgres;

    public RunBatches(Postgres postgres) {
        this.postgres = postgres;
    }

    /** The batches of a metric that a run shows, in order of their partitions. */
    public List<StoredBatch> list(String runId, String metric) {
        return postgres.query(
                "listing batches of run \"" + runId + "\"",
                db -> db.select(RUN_BATCH.PARTITION, BATCH.WRITE_NO, BATCH.ROWS, BATCH.DIGEST, BATCH.SEGMENTS)
                        .from(RUN_BATCH)
                        .join(BATCH)
                        .on(BATCH.BATCH_ID.eq(RUN_BATCH.BATCH_ID))
                        .where(RUN_BATCH.RUN_ID.eq(runId))
                        .and(RUN_BATCH.METRIC.eq(metric))
                        .orderBy(RUN_BATCH.PARTITION)
                        .fetch(row -> new StoredBatch(
                                row.value1(),
                                row.value2(),
                                BatchRows.digest(row.value3(), row.value4()),
                                List.of(row.value5()))));
    }

    /** Committed rows that a run shows, by metric. */
    public Map<String, Long> rows(String runId) {
        return postgres.query(
                "counting rows of run \"" + runId + "\"",
                db -> db.select(RUN_BATCH.METRIC, sum(BATCH.ROWS))
                        .from(RUN_BATCH)
                        .join(BATCH)
                        .on(BATCH.BATCH_ID.eq(RUN_BATCH.BATCH_ID))
                        .where(RUN_BATCH.RUN_ID.eq(runId))
                        .groupBy(RUN_BATCH.METRIC)
                        .fetchMap(row -> row.value1(), row -> row.value2().longValueExact()));
    }
}
