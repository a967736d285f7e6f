package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.ARTIFACT;
import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.WRITE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import java.time.Duration;
import java.util.List;
import org.jooq.Condition;

/**
 * Forgets what nothing refers to. What someone refers to at this moment is passed over: it is locked first, then looked
 * at again, so that a reference that was committed in between is seen. Thread-safe.
 */
public final class Retention {
    private static final Condition BATCH_IS_FREE =
            notExists(selectOne().from(RUN_BATCH).where(RUN_BATCH.BATCH_ID.eq(BATCH.BATCH_ID)));
    private static final Condition ARTIFACT_IS_FREE = notExists(
                    selectOne().from(RUN_OUTPUT).where(RUN_OUTPUT.ARTIFACT_KEY.eq(ARTIFACT.ARTIFACT_KEY)))
            .and(notExists(selectOne().from(BATCH).where(BATCH.ARTIFACT_KEY.eq(ARTIFACT.ARTIFACT_KEY))));

    private final Postgres postgres;

    public Retention(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Deletes batches that no run refers to; their writes become DEAD, so that the sweeper deletes their rows.
     *
     * @param age only those committed at least so long ago
     * @param limit at most so many
     * @return numbers of the writes that became DEAD
     */
    public List<Long> deleteUnreferencedBatches(Duration age, int limit) {
        return postgres.transact("deleting unreferenced batches", tx -> {
            String[] locked = tx.select(BATCH.BATCH_ID)
                    .from(BATCH)
                    .where(BATCH.COMMITTED_AT.le(Ages.before(age)), BATCH_IS_FREE)
                    .orderBy(BATCH.COMMITTED_AT)
                    .limit(limit)
                    .forUpdate()
                    .skipLocked()
                    .fetch(BATCH.BATCH_ID)
                    .toArray(String[]::new);
            List<Long> writes = tx.deleteFrom(BATCH)
                    .where(BATCH.BATCH_ID.eq(any(locked)), BATCH_IS_FREE)
                    .returning(BATCH.WRITE_NO)
                    .fetch(BATCH.WRITE_NO);
            tx.update(WRITE)
                    .set(WRITE.STATE, "DEAD")
                    .set(WRITE.SETTLED_AT, currentOffsetDateTime())
                    .where(WRITE.WRITE_NO.eq(any(writes.toArray(Long[]::new))))
                    .execute();
            return writes;
        });
    }

    /**
     * Forgets artifacts that no output and no batch refers to. The caller deletes their files afterwards; a run that
     * registers one again meanwhile may find its files gone, and computes them again.
     *
     * @param age only those registered at least so long ago
     * @param limit at most so many
     * @return keys of the artifacts that were forgotten
     */
    public List<String> deleteUnreferencedArtifacts(Duration age, int limit) {
        return postgres.transact("deleting unreferenced artifacts", tx -> {
            String[] locked = tx.select(ARTIFACT.ARTIFACT_KEY)
                    .from(ARTIFACT)
                    .where(ARTIFACT.CREATED_AT.le(Ages.before(age)), ARTIFACT_IS_FREE)
                    .orderBy(ARTIFACT.CREATED_AT)
                    .limit(limit)
                    .forUpdate()
                    .skipLocked()
                    .fetch(ARTIFACT.ARTIFACT_KEY)
                    .toArray(String[]::new);
            return tx.deleteFrom(ARTIFACT)
                    .where(ARTIFACT.ARTIFACT_KEY.eq(any(locked)), ARTIFACT_IS_FREE)
                    .returning(ARTIFACT.ARTIFACT_KEY)
                    .fetch(ARTIFACT.ARTIFACT_KEY);
        });
    }
}
