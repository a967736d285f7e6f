package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.FORGOTTEN_RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PARTITION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static dev.odograph.schema.postgres.generated.Tables.RUN_STAGE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * Forgets runs that are old and that no reader follows. A run is locked first and looked at again, so that a retry or a
 * publication that came between is seen. Thread-safe.
 */
public final class RunRetention {
    private static final String EXPIRED = Sql.resource("expired_runs.sql");
    /** Tables with rows of a run, each before those that it refers to. */
    private static final List<TableField<?, String>> OF_A_RUN =
            List.of(RUN_BATCH.RUN_ID, RUN_OUTPUT.RUN_ID, RUN_PARTITION.RUN_ID, RUN_STAGE.RUN_ID, RUN_PASS.RUN_ID);

    private final Postgres postgres;

    public RunRetention(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * A run that the mirror must forget.
     *
     * @param runId its id
     * @param revision its visibility up to this revision goes; what a later run of that id has is higher
     */
    public record Forgotten(String runId, long revision) {}

    /**
     * Runs that may be deleted, the oldest first.
     *
     * @param age only those that ended, and whose last pass began, at least so long ago
     * @param newest so many newest runs of each graph and dataset are kept whatever their age
     * @param limit at most so many
     */
    public List<String> expired(Duration age, int newest, int limit) {
        return expired(age, newest, RunScope.ALL, limit);
    }

    /** The same of some runs only. */
    public List<String> expired(Duration age, int newest, RunScope scope, int limit) {
        return postgres.query("looking for old runs", db -> expired(db, age, newest, scope, limit));
    }

    /**
     * Deletes a run with its plan, outputs and references, if it still may be deleted. What only it referred to is then
     * unreferenced.
     *
     * @return whether it was deleted
     */
    public boolean delete(String runId, Duration age, int newest) {
        return postgres.transact("deleting old run \"" + runId + "\"", tx -> delete(tx, runId, age, newest));
    }

    static List<String> expired(DSLContext db, Duration age, int newest, RunScope scope, int limit) {
        return db.resultQuery(
                        EXPIRED,
                        age.toMillis() / 1000.0,
                        newest,
                        scope.runId(),
                        scope.graph(),
                        scope.dataset(),
                        scope.metric(),
                        scope.version(),
                        limit)
                .fetch(row -> row.get("run_id", String.class));
    }

    static boolean delete(DSLContext tx, String runId, Duration age, int newest) {
        boolean locked = tx.select(RUN.RUN_ID)
                .from(RUN)
                .where(RUN.RUN_ID.eq(runId))
                .forUpdate()
                .skipLocked()
                .fetchOptional()
                .isPresent();
        if (!locked || expired(tx, age, newest, RunScope.of(runId), 1).isEmpty()) {
            return false;
        }
        tx.insertInto(FORGOTTEN_RUN).set(FORGOTTEN_RUN.RUN_ID, runId).execute();
        Stream.concat(OF_A_RUN.stream(), Stream.of(RUN.RUN_ID)).forEach(id -> {
            Table<?> table = id.getTable();
            if (table != null) {
                tx.deleteFrom(table).where(id.eq(runId)).execute();
            }
        });
        return true;
    }

    /** Deleted runs whose visibility may still be in the mirror. */
    public List<Forgotten> toForget() {
        return postgres.query(
                "listing deleted runs",
                db -> db.selectFrom(FORGOTTEN_RUN)
                        .orderBy(FORGOTTEN_RUN.REVISION)
                        .limit(200)
                        .fetch(row -> new Forgotten(row.getRunId(), row.getRevision())));
    }

    /**
     * Records that the mirror has nothing of these runs now. They are listed again until they have been deleted for
     * {@code quiet}, for a copy to the mirror that began before may end late.
     */
    public void markForgotten(Collection<Forgotten> runs, Duration quiet) {
        Long[] revisions = runs.stream().map(Forgotten::revision).toArray(Long[]::new);
        postgres.transact("recording which runs the mirror forgot", tx -> {
            tx.update(FORGOTTEN_RUN)
                    .set(FORGOTTEN_RUN.FORGOTTEN_AT, currentOffsetDateTime())
                    .where(FORGOTTEN_RUN.REVISION.eq(any(revisions)), FORGOTTEN_RUN.FORGOTTEN_AT.isNull())
                    .execute();
            return tx.deleteFrom(FORGOTTEN_RUN)
                    .where(FORGOTTEN_RUN.REVISION.eq(any(revisions)))
                    .and(FORGOTTEN_RUN.DELETED_AT.le(Ages.before(quiet)))
                    .execute();
        });
    }

    /** A deleted run's id is free again once no visibility of it is left, for it would be the new run's. */
    static void requireForgotten(DSLContext tx, String runId) {
        if (tx.fetchExists(FORGOTTEN_RUN, FORGOTTEN_RUN.RUN_ID.eq(runId).and(FORGOTTEN_RUN.FORGOTTEN_AT.isNull()))) {
            throw new OdographException(
                    ErrorCode.CLICKHOUSE_UNAVAILABLE,
                    "A run \"" + runId + "\" was deleted and ClickHouse has not forgotten it yet: it is tried again;"
                            + " ./odograph retention hurries it");
        }
    }
}
