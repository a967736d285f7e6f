package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Sequences.REVISION;
import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_WAIVER;
import static dev.odograph.schema.postgres.generated.Tables.WRITE;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.select;

import dev.odograph.batch.BatchRecord;
import dev.odograph.spec.Version;
import java.util.List;

/** Batches that runs refer to, for who stores their rows anew. Thread-safe. */
public final class CarriedBatches {
    private static final String PAGE = Sql.resource("referenced_batches.sql");

    private final Postgres postgres;

    public CarriedBatches(Postgres postgres) {
        this.postgres = postgres;
    }

    /** How many there are. */
    public long count() {
        return postgres.query("counting batches", db -> (long) db.fetchCount(select(BATCH.BATCH_ID)
                .from(BATCH)
                .whereExists(select(RUN_BATCH.BATCH_ID).from(RUN_BATCH).where(RUN_BATCH.BATCH_ID.eq(BATCH.BATCH_ID)))));
    }

    /** Those of higher ids than {@code after}, in order, at most {@code limit}; all begin after the empty text. */
    public List<CarriedBatch> after(String after, int limit) {
        return postgres.query(
                "listing batches",
                db -> db.resultQuery(PAGE, after, limit)
                        .fetch(row -> new CarriedBatch(
                                new BatchRecord(
                                        row.get(BATCH.BATCH_ID),
                                        row.get(BATCH.TABLE_NAME),
                                        row.get(BATCH.NAMESPACE),
                                        row.get(BATCH.METRIC),
                                        Version.parse(row.get(BATCH.VERSION)),
                                        row.get(BATCH.ARTIFACT_KEY),
                                        row.get(BATCH.FINGERPRINT),
                                        List.of(row.get(BATCH.SEGMENTS)),
                                        BatchRows.digest(row.get(BATCH.ROWS), row.get(BATCH.DIGEST))),
                                row.get(BATCH.WRITE_NO),
                                requireNonNull(row.get("run_id", String.class)))));
    }

    /**
     * Has a batch carried by another write: that one becomes COMMITTED, the one before DEAD, and readers are shown the new
     * one. Waivers of the runs come after it, as before.
     *
     * @param writeNo an OPEN write of the same rows, which are verified
     * @param stated whether it has summary states
     * @return false where the batch is gone or carried by another write meanwhile, or the write was given up: nothing was
     *     changed
     */
    public boolean carry(CarriedBatch stored, long writeNo, boolean stated) {
        String batchId = stored.batch().batchId();
        return postgres.transact("storing batch " + batchId + " anew", tx -> {
            boolean same = tx.select(BATCH.WRITE_NO)
                    .from(BATCH)
                    .where(BATCH.BATCH_ID.eq(batchId))
                    .forUpdate()
                    .fetchOptional(BATCH.WRITE_NO)
                    .filter(carrier -> carrier == stored.writeNo())
                    .isPresent();
            if (!same
                    || tx.update(WRITE)
                                    .set(WRITE.STATE, "COMMITTED")
                                    .set(WRITE.SETTLED_AT, currentOffsetDateTime())
                                    .where(WRITE.WRITE_NO.eq(writeNo), WRITE.STATE.eq("OPEN"))
                                    .execute()
                            == 0) {
                return false;
            }
            tx.update(BATCH)
                    .set(BATCH.WRITE_NO, writeNo)
                    .set(BATCH.STATED, stated)
                    .where(BATCH.BATCH_ID.eq(batchId))
                    .execute();
            tx.update(WRITE)
                    .set(WRITE.STATE, "DEAD")
                    .set(WRITE.SETTLED_AT, currentOffsetDateTime())
                    .where(WRITE.WRITE_NO.eq(stored.writeNo()))
                    .execute();
            tx.update(RUN_BATCH)
                    .set(RUN_BATCH.REVISION, REVISION.nextval())
                    .set(RUN_BATCH.MIRRORED, false)
                    .where(RUN_BATCH.BATCH_ID.eq(batchId))
                    .execute();
            tx.update(RUN_WAIVER)
                    .set(RUN_WAIVER.REVISION, REVISION.nextval())
                    .set(RUN_WAIVER.MIRRORED, false)
                    .where(RUN_WAIVER.RUN_ID.in(
                            select(RUN_BATCH.RUN_ID).from(RUN_BATCH).where(RUN_BATCH.BATCH_ID.eq(batchId))))
                    .execute();
            return true;
        });
    }

    /** Has everything that is visible copied to the mirror again. */
    public void mirrorAll() {
        postgres.transact("having everything mirrored again", tx -> {
            tx.update(RUN_BATCH)
                    .set(RUN_BATCH.MIRRORED, false)
                    .where(RUN_BATCH.MIRRORED)
                    .execute();
            tx.update(RUN_WAIVER)
                    .set(RUN_WAIVER.MIRRORED, false)
                    .where(RUN_WAIVER.MIRRORED)
                    .execute();
            return tx.update(PUBLICATION)
                    .set(PUBLICATION.MIRRORED, false)
                    .where(PUBLICATION.MIRRORED)
                    .execute();
        });
    }
}
