package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Sequences.REVISION;
import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;

import dev.odograph.artifact.RowDigest;
import dev.odograph.batch.BatchRecord;
import dev.odograph.batch.CommittedBatch;
import dev.odograph.batch.WrittenBatch;
import java.util.Optional;
import org.jooq.DSLContext;

/** Rows of the tables {@code batch} and {@code run_batch}. */
final class BatchRows {
    private BatchRows() {}

    static Optional<CommittedBatch> find(DSLContext db, String batchId) {
        return db.selectFrom(BATCH).where(BATCH.BATCH_ID.eq(batchId)).fetchOptional(BatchRows::read);
    }

    /** Finds a batch and keeps it from being deleted until the transaction ends. */
    static Optional<CommittedBatch> hold(DSLContext tx, String batchId) {
        return tx.selectFrom(BATCH)
                .where(BATCH.BATCH_ID.eq(batchId))
                .forKeyShare()
                .fetchOptional(BatchRows::read);
    }

    /** False where the batch is there already. Waits for another transaction that inserts the same. */
    static boolean insert(DSLContext tx, String runId, long writeNo, WrittenBatch written) {
        BatchRecord batch = written.batch();
        return tx.insertInto(BATCH)
                        .set(BATCH.BATCH_ID, batch.batchId())
                        .set(BATCH.TABLE_NAME, batch.table())
                        .set(BATCH.NAMESPACE, batch.namespace())
                        .set(BATCH.METRIC, batch.metric())
                        .set(BATCH.VERSION, batch.version().toString())
                        .set(BATCH.ARTIFACT_KEY, batch.artifactKey())
                        .set(BATCH.WRITE_NO, writeNo)
                        .set(BATCH.ROWS, batch.digest().rows())
                        .set(BATCH.DIGEST, digestText(batch.digest()))
                        .set(BATCH.FINGERPRINT, batch.fingerprint())
                        .set(BATCH.SEGMENTS, batch.segments().toArray(String[]::new))
                        .set(BATCH.RUN_ID, runId)
                        .set(BATCH.STATED, written.stated())
                        .onConflict(BATCH.BATCH_ID)
                        .doNothing()
                        .execute()
                == 1;
    }

    /** Makes a batch visible under a run; does nothing where it is. */
    static void reference(DSLContext tx, String runId, int partition, BatchRecord batch) {
        tx.insertInto(RUN_BATCH)
                .set(RUN_BATCH.RUN_ID, runId)
                .set(RUN_BATCH.METRIC, batch.metric())
                .set(RUN_BATCH.MAJOR, batch.version().major())
                .set(RUN_BATCH.PARTITION, partition)
                .set(RUN_BATCH.BATCH_ID, batch.batchId())
                .onConflict(RUN_BATCH.RUN_ID, RUN_BATCH.METRIC, RUN_BATCH.PARTITION)
                .doUpdate()
                .set(RUN_BATCH.BATCH_ID, batch.batchId())
                .set(RUN_BATCH.MAJOR, batch.version().major())
                .set(RUN_BATCH.REVISION, REVISION.nextval())
                .set(RUN_BATCH.MIRRORED, false)
                .where(RUN_BATCH.BATCH_ID.ne(batch.batchId()))
                .execute();
    }

    static String digestText(RowDigest digest) {
        return Long.toHexString(digest.sum());
    }

    static RowDigest digest(long rows, String text) {
        return new RowDigest(rows, Long.parseUnsignedLong(text, 16));
    }

    private static CommittedBatch read(dev.odograph.schema.postgres.generated.tables.records.BatchRecord row) {
        return new CommittedBatch(
                row.getBatchId(), row.getTableName(), row.getWriteNo(), digest(row.getRows(), row.getDigest()));
    }
}
