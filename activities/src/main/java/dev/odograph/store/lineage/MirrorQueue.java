package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static org.jooq.impl.DSL.any;

import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What readers should see and ClickHouse was not told yet, oldest revision first. Several may work on it at once: telling
 * ClickHouse twice is harmless. Thread-safe.
 */
public final class MirrorQueue {
    private static final String UNMIRRORED = Sql.resource("unmirrored.sql");

    private final Postgres postgres;

    public MirrorQueue(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Visibility of at most {@code limit} batches, one row per segment; all rows of a batch share its revision. */
    public List<VisibilityRow> unmirrored(int limit) {
        return postgres.query("listing what is to be mirrored", db -> rows(db, null, limit));
    }

    /** The same of one run. */
    public List<VisibilityRow> unmirroredOf(String runId, int limit) {
        return postgres.query("listing what is to be mirrored of run \"" + runId + "\"", db -> rows(db, runId, limit));
    }

    /** At most {@code limit} publications. */
    public List<PublicationRow> unmirroredPublications(int limit) {
        return postgres.query(
                "listing publications to be mirrored",
                db -> db.selectFrom(PUBLICATION)
                        .where(PUBLICATION.MIRRORED.isFalse())
                        .orderBy(PUBLICATION.REVISION)
                        .limit(limit)
                        .fetch(Publications::read));
    }

    /** Number of batches and publications of a run that are still to be mirrored. */
    public int pending(String runId) {
        return postgres.query(
                "counting what is to be mirrored of run \"" + runId + "\"",
                db -> db.fetchCount(RUN_BATCH, RUN_BATCH.RUN_ID.eq(runId), RUN_BATCH.MIRRORED.isFalse())
                        + db.fetchCount(PUBLICATION, PUBLICATION.RUN_ID.eq(runId), PUBLICATION.MIRRORED.isFalse()));
    }

    /** Records that ClickHouse has these revisions. One that was replaced by a higher one meanwhile stays queued. */
    public void markMirrored(Collection<Long> revisions) {
        Long[] mirrored = revisions.stream().distinct().sorted().toArray(Long[]::new);
        if (mirrored.length == 0) {
            return;
        }
        postgres.transact("marking what is mirrored", tx -> {
            int references = tx.update(RUN_BATCH)
                    .set(RUN_BATCH.MIRRORED, true)
                    .where(RUN_BATCH.REVISION.eq(any(mirrored)), RUN_BATCH.MIRRORED.isFalse())
                    .execute();
            int publications = tx.update(PUBLICATION)
                    .set(PUBLICATION.MIRRORED, true)
                    .where(PUBLICATION.REVISION.eq(any(mirrored)), PUBLICATION.MIRRORED.isFalse())
                    .execute();
            return references + publications;
        });
    }

    private static List<VisibilityRow> rows(DSLContext db, @Nullable String runId, int limit) {
        return db.resultQuery(UNMIRRORED, runId, runId, limit)
                .fetch(row -> new VisibilityRow(
                        row.get("run_id", String.class),
                        row.get("metric", String.class),
                        row.get("major", int.class),
                        row.get("segment_id", String.class),
                        row.get("write_no", long.class),
                        row.get("revision", long.class)));
    }
}
