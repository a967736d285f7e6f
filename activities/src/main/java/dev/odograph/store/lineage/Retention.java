package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.ARTIFACT;
import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.WRITE;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.Condition;
import org.jooq.DSLContext;

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
        return postgres.transact("deleting unreferenced batches", tx -> batches(tx, age, limit));
    }

    private static List<Long> batches(DSLContext tx, Duration age, int limit) {
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
    }

    /**
     * Forgets artifacts that no output and no batch refers to. The caller deletes their files afterwards, each
     * {@link #whileUnregistered while it is not registered again}.
     *
     * @param age only those registered at least so long ago
     * @param limit at most so many
     * @return the artifacts that were forgotten
     */
    public List<FreeArtifact> deleteUnreferencedArtifacts(Duration age, int limit) {
        return postgres.transact("deleting unreferenced artifacts", tx -> artifacts(tx, age, limit));
    }

    private static List<FreeArtifact> artifacts(DSLContext tx, Duration age, int limit) {
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
                .returning(ARTIFACT.ARTIFACT_KEY, ARTIFACT.BYTES)
                .fetch(row -> new FreeArtifact(row.getArtifactKey(), row.getBytes()));
    }

    /** Those of the keys that no artifact is registered under. */
    public List<String> unregistered(List<String> keys) {
        return postgres.query("looking for artifacts that are not registered", db -> {
            Set<String> registered = db.select(ARTIFACT.ARTIFACT_KEY)
                    .from(ARTIFACT)
                    .where(ARTIFACT.ARTIFACT_KEY.eq(any(keys.toArray(String[]::new))))
                    .fetchSet(ARTIFACT.ARTIFACT_KEY);
            return keys.stream().filter(key -> !registered.contains(key)).toList();
        });
    }

    /**
     * Does something with an artifact's files while no one can register it, unless it is registered. An artifact in the
     * ledger therefore has its files, wherever whoever deletes them is interrupted.
     *
     * @param delete what to do; may be done twice
     * @return false where the artifact is registered, and nothing was done
     */
    public boolean whileUnregistered(String artifactKey, Runnable delete) {
        return postgres.transact("deleting the files of artifact " + artifactKey, tx -> {
            ArtifactRows.lockFiles(tx, artifactKey);
            if (tx.fetchExists(ARTIFACT, ARTIFACT.ARTIFACT_KEY.eq(artifactKey))) {
                return false;
            }
            delete.run();
            return true;
        });
    }

    /**
     * What one retention with these limits would forget, found by doing it and taking it back.
     *
     * @param runAge as for {@link RunRetention#expired}
     * @param newest as for {@link RunRetention#expired}
     * @param scope which runs it is about
     * @param age as for batches and artifacts
     * @param limit at most so many of each
     */
    public Preview preview(Duration runAge, int newest, RunScope scope, Duration age, int limit) {
        AtomicReference<Preview> found = new AtomicReference<>();
        try {
            postgres.transact("looking for what retention would delete", tx -> {
                List<String> runs = RunRetention.expired(tx, runAge, newest, scope, limit).stream()
                        .filter(run -> RunRetention.delete(tx, run, runAge, newest))
                        .toList();
                int batches = batches(tx, age, limit).size();
                found.set(new Preview(runs, batches, artifacts(tx, age, limit)));
                throw new TakenBack();
            });
        } catch (TakenBack e) {
            // As it should be: nothing was changed.
        }
        return requireNonNull(found.get(), "the preview found nothing");
    }

    /**
     * An artifact that nothing refers to.
     *
     * @param artifactKey its key
     * @param bytes bytes of its files
     */
    public record FreeArtifact(String artifactKey, long bytes) {}

    /**
     * What a retention would forget.
     *
     * @param runs ids of runs
     * @param batches number of batches
     * @param artifacts artifacts
     */
    public record Preview(List<String> runs, int batches, List<FreeArtifact> artifacts) {}

    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
