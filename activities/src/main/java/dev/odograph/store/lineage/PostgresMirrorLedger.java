package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_WAIVER;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;

import dev.odograph.batch.BatchVisibility;
import dev.odograph.batch.MirrorLedger;
import dev.odograph.batch.Publication;
import dev.odograph.spec.Version;
import java.util.Collection;
import java.util.List;
import org.jooq.Field;

/** What readers should see and ClickHouse was not told yet, in PostgreSQL. Thread-safe. */
public final class PostgresMirrorLedger implements MirrorLedger {
    private static final Field<String> VERSION = field(
            "(SELECT m ->> 'version' FROM run_stage s, jsonb_array_elements(s.metrics) m"
                    + " WHERE s.run_id = publication.run_id AND m ->> 'name' = publication.metric LIMIT 1)",
            String.class);

    private static final String UNMIRRORED_WAIVERS = Sql.resource("unmirrored_waivers.sql");
    /** No row has it, so nothing is visible under it. */
    private static final long NO_WRITE = 0;

    private final Postgres postgres;

    public PostgresMirrorLedger(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public List<BatchVisibility> unmirroredBatches(int limit) {
        return postgres.query(
                "looking for batches to mirror",
                db -> db.select(
                                RUN_BATCH.RUN_ID,
                                RUN_BATCH.METRIC,
                                RUN_BATCH.MAJOR,
                                BATCH.SEGMENTS,
                                BATCH.WRITE_NO,
                                RUN_BATCH.REVISION,
                                BATCH.STATED)
                        .from(RUN_BATCH)
                        .join(BATCH)
                        .using(BATCH.BATCH_ID)
                        .where(RUN_BATCH.MIRRORED.isFalse())
                        .orderBy(RUN_BATCH.REVISION)
                        .limit(limit)
                        .fetch(row -> new BatchVisibility(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                List.of(row.value4()),
                                row.value5(),
                                row.value6(),
                                row.value7())));
    }

    @Override
    public List<BatchVisibility> unmirroredWaivers(int limit) {
        return postgres.query(
                "looking for waivers to mirror",
                db -> db.resultQuery(UNMIRRORED_WAIVERS, limit)
                        .fetch(row -> new BatchVisibility(
                                requireNonNull(row.get("run_id", String.class)),
                                requireNonNull(row.get("metric", String.class)),
                                Version.parse(requireNonNull(row.get("version", String.class)))
                                        .major(),
                                List.of(requireNonNull(row.get("segment_id", String.class))),
                                NO_WRITE,
                                row.get("revision", long.class),
                                true)));
    }

    @Override
    public List<Publication> unmirroredPublications(int limit) {
        return postgres.query(
                "looking for publications to mirror",
                db -> db.select(
                                PUBLICATION.NAMESPACE,
                                PUBLICATION.METRIC,
                                VERSION,
                                PUBLICATION.DATASET,
                                PUBLICATION.CHANNEL,
                                PUBLICATION.RUN_ID,
                                PUBLICATION.REVISION)
                        .from(PUBLICATION)
                        .where(PUBLICATION.MIRRORED.isFalse())
                        .orderBy(PUBLICATION.REVISION)
                        .limit(limit)
                        .fetch(row -> new Publication(
                                row.value1(),
                                row.value2(),
                                Version.parse(row.value3()),
                                row.value4(),
                                row.value5(),
                                row.value6(),
                                row.value7())));
    }

    @Override
    public void markMirrored(Collection<Long> revisions) {
        Long[] all = revisions.toArray(Long[]::new);
        postgres.transact("recording what is mirrored", tx -> {
            tx.update(RUN_BATCH)
                    .set(RUN_BATCH.MIRRORED, true)
                    .where(RUN_BATCH.REVISION.eq(any(all)))
                    .execute();
            tx.update(RUN_WAIVER)
                    .set(RUN_WAIVER.MIRRORED, true)
                    .where(RUN_WAIVER.REVISION.eq(any(all)))
                    .execute();
            return tx.update(PUBLICATION)
                    .set(PUBLICATION.MIRRORED, true)
                    .where(PUBLICATION.REVISION.eq(any(all)))
                    .execute();
        });
    }

    @Override
    public boolean isMirrored(String runId) {
        return postgres.query(
                "looking whether run \"" + runId + "\" is mirrored",
                db -> !db.fetchExists(RUN_BATCH, RUN_BATCH.RUN_ID.eq(runId).and(RUN_BATCH.MIRRORED.isFalse()))
                        && !db.fetchExists(
                                RUN_WAIVER, RUN_WAIVER.RUN_ID.eq(runId).and(RUN_WAIVER.MIRRORED.isFalse()))
                        && !db.fetchExists(
                                PUBLICATION, PUBLICATION.RUN_ID.eq(runId).and(PUBLICATION.MIRRORED.isFalse())));
    }
}
