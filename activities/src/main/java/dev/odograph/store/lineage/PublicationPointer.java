package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Sequences.REVISION;
import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION;
import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION_LOG;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.odograph.schema.postgres.generated.tables.records.PublicationRecord;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What readers of a channel follow for a metric and a dataset. Whoever moves it has locked the run that it is to point at,
 * so that retention cannot delete that run meanwhile.
 *
 * @param namespace the metric's namespace
 * @param metric the metric's name
 * @param dataset name of the dataset
 * @param channel name of the channel
 */
record PublicationPointer(String namespace, String metric, String dataset, String channel) {
    /** The pointer, held against others that move it until the transaction ends; empty where nothing was published. */
    Optional<PublicationRecord> lock(DSLContext tx) {
        Optional<PublicationRecord> there = locked(tx);
        if (there.isPresent()) {
            return there;
        }
        // There is no row to lock yet: whoever comes first makes it, and the others must see that.
        tx.query("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", toString())
                .execute();
        return locked(tx);
    }

    private Optional<PublicationRecord> locked(DSLContext tx) {
        return tx.selectFrom(PUBLICATION).where(here()).forUpdate().fetchOptional();
    }

    /** Points it at a run, and says so in its history. */
    PublicationRow move(DSLContext tx, String action, int major, String runId, @Nullable Mover mover) {
        String previous = lock(tx).map(PublicationRecord::getRunId).orElse(null);
        // The revision is drawn after the row is locked: whoever moves the pointer last has the highest.
        PublicationRecord row = tx.insertInto(PUBLICATION)
                .set(PUBLICATION.NAMESPACE, namespace)
                .set(PUBLICATION.METRIC, metric)
                .set(PUBLICATION.MAJOR, major)
                .set(PUBLICATION.DATASET, dataset)
                .set(PUBLICATION.CHANNEL, channel)
                .set(PUBLICATION.RUN_ID, runId)
                .onConflict(PUBLICATION.NAMESPACE, PUBLICATION.METRIC, PUBLICATION.DATASET, PUBLICATION.CHANNEL)
                .doUpdate()
                .set(PUBLICATION.MAJOR, major)
                .set(PUBLICATION.RUN_ID, runId)
                .set(PUBLICATION.REVISION, REVISION.nextval())
                .set(PUBLICATION.MIRRORED, false)
                .set(PUBLICATION.PUBLISHED_AT, currentOffsetDateTime())
                .returning()
                .fetchSingle();
        log(tx, row.getRevision(), action, major, runId, previous, mover);
        return Publications.read(row);
    }

    /** Holds it where it is, or lets runs move it again; false where it is so already. */
    boolean pin(DSLContext tx, PublicationRecord row, boolean pinned, Mover mover) {
        if (row.getPinned() == pinned) {
            return false;
        }
        tx.update(PUBLICATION).set(PUBLICATION.PINNED, pinned).where(here()).execute();
        long revision = tx.select(REVISION.nextval()).fetchSingle().value1();
        log(tx, revision, pinned ? "pin" : "unpin", row.getMajor(), row.getRunId(), row.getRunId(), mover);
        return true;
    }

    private void log(
            DSLContext tx,
            long revision,
            String action,
            int major,
            String runId,
            @Nullable String previous,
            @Nullable Mover mover) {
        tx.insertInto(PUBLICATION_LOG)
                .set(PUBLICATION_LOG.REVISION, revision)
                .set(PUBLICATION_LOG.NAMESPACE, namespace)
                .set(PUBLICATION_LOG.METRIC, metric)
                .set(PUBLICATION_LOG.MAJOR, major)
                .set(PUBLICATION_LOG.DATASET, dataset)
                .set(PUBLICATION_LOG.CHANNEL, channel)
                .set(PUBLICATION_LOG.RUN_ID, runId)
                .set(PUBLICATION_LOG.PREVIOUS, previous)
                .set(PUBLICATION_LOG.ACTION, action)
                .set(PUBLICATION_LOG.MOVED_BY, mover == null ? null : mover.name())
                .set(PUBLICATION_LOG.REASON, mover == null ? null : mover.reason())
                .execute();
    }

    private Condition here() {
        return PUBLICATION
                .NAMESPACE
                .eq(namespace)
                .and(PUBLICATION.METRIC.eq(metric))
                .and(PUBLICATION.DATASET.eq(dataset))
                .and(PUBLICATION.CHANNEL.eq(channel));
    }

    /** Its entries of the history. */
    Condition logged() {
        return PUBLICATION_LOG
                .NAMESPACE
                .eq(namespace)
                .and(PUBLICATION_LOG.METRIC.eq(metric))
                .and(PUBLICATION_LOG.DATASET.eq(dataset))
                .and(PUBLICATION_LOG.CHANNEL.eq(channel));
    }
}
