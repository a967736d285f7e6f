package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.WRITE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;

import dev.odograph.batch.BatchRecord;
import dev.odograph.batch.CommittedBatch;
import dev.odograph.batch.DeadWrite;
import dev.odograph.batch.NewWrite;
import dev.odograph.batch.OpenWrite;
import dev.odograph.batch.OutputRecord;
import dev.odograph.batch.WriteLedger;
import dev.odograph.batch.WrittenBatch;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Which writes count, in PostgreSQL. */
public final class PostgresWriteLedger implements WriteLedger {
    private static final int LISTED = 1_000;
    private static final String OPEN = "OPEN";
    private static final String COMMITTED = "COMMITTED";
    private static final String DEAD = "DEAD";

    private final Postgres postgres;

    public PostgresWriteLedger(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public Optional<CommittedBatch> find(String batchId) {
        return postgres.query("finding batch " + batchId, db -> BatchRows.find(db, batchId));
    }

    @Override
    public long open(NewWrite write) {
        return postgres.transact(
                "opening a write of batch " + write.batchId(),
                tx -> tx.insertInto(WRITE)
                        .set(WRITE.TABLE_NAME, write.table())
                        .set(WRITE.BATCH_ID, write.batchId())
                        .set(WRITE.ROWS, write.digest().rows())
                        .set(WRITE.DIGEST, BatchRows.digestText(write.digest()))
                        .set(WRITE.RUN_ID, write.runId())
                        .returning(WRITE.WRITE_NO)
                        .fetchSingle()
                        .getWriteNo());
    }

    @Override
    public List<CommittedBatch> commit(OutputRecord output, List<WrittenBatch> batches) {
        String what = "committing stage " + output.stage() + ", partition " + output.partition() + " of run \""
                + output.runId() + "\"";
        return postgres.transact(what, tx -> {
            OutputRows.holdArtifact(tx, output.artifactKey(), what);
            Map<String, CommittedBatch> settled = new HashMap<>();
            // In one order of ids, so that two committers of the same batches wait for each other and never in a ring.
            batches.stream()
                    .sorted(Comparator.comparing(written -> written.batch().batchId()))
                    .forEach(written -> {
                        settled.put(written.batch().batchId(), settle(tx, output, written));
                        BatchRows.reference(tx, output.runId(), output.partition(), written.batch());
                    });
            OutputRows.committed(tx, output);
            return batches.stream()
                    .map(written -> settled.get(written.batch().batchId()))
                    .toList();
        });
    }

    private static CommittedBatch settle(DSLContext tx, OutputRecord output, WrittenBatch written) {
        BatchRecord batch = written.batch();
        Long writeNo = written.writeNo();
        if (writeNo == null) {
            return BatchRows.hold(tx, batch.batchId()).orElseThrow(() -> dead(batch, "was deleted meanwhile"));
        }
        String state = tx.select(WRITE.STATE)
                .from(WRITE)
                .where(WRITE.WRITE_NO.eq(writeNo))
                .forUpdate()
                .fetchSingle(WRITE.STATE);
        if (OPEN.equals(state) && BatchRows.insert(tx, output.runId(), writeNo, written)) {
            settle(tx, writeNo, COMMITTED);
            return new CommittedBatch(batch.batchId(), batch.table(), writeNo, batch.digest());
        }
        CommittedBatch winner = BatchRows.hold(tx, batch.batchId())
                .orElseThrow(() -> dead(batch, "was given up as write " + writeNo + " after it was open too long"));
        if (OPEN.equals(state)) {
            settle(tx, writeNo, DEAD);
        }
        return winner;
    }

    private static OdographException dead(BatchRecord batch, String why) {
        return new OdographException(
                ErrorCode.WRITE_DEAD,
                "Metric \"" + batch.metric() + "\": batch " + batch.batchId() + " " + why
                        + ". It is written again by the next attempt");
    }

    private static int settle(DSLContext tx, long writeNo, String state) {
        return tx.update(WRITE)
                .set(WRITE.STATE, state)
                .set(WRITE.SETTLED_AT, currentOffsetDateTime())
                .where(WRITE.WRITE_NO.eq(writeNo), WRITE.STATE.eq(OPEN))
                .execute();
    }

    @Override
    public boolean kill(long writeNo) {
        return postgres.transact("giving up write " + writeNo, tx -> settle(tx, writeNo, DEAD) == 1);
    }

    @Override
    public List<OpenWrite> openOlderThan(Duration age) {
        return postgres.query(
                "listing open writes",
                db -> db.selectFrom(WRITE)
                        .where(WRITE.STATE.eq(OPEN))
                        .and(WRITE.OPENED_AT.le(Ages.before(age)))
                        .orderBy(WRITE.OPENED_AT, WRITE.WRITE_NO)
                        .limit(LISTED)
                        .fetch(row -> new OpenWrite(
                                row.getWriteNo(),
                                row.getBatchId(),
                                row.getTableName(),
                                row.getRunId(),
                                row.getOpenedAt().toInstant())));
    }

    @Override
    public List<DeadWrite> deadUnswept(long after) {
        return postgres.query(
                "listing dead writes",
                db -> db.select(
                                WRITE.WRITE_NO,
                                WRITE.TABLE_NAME,
                                WRITE.SETTLED_AT,
                                field("now()", OffsetDateTime.class).as("now"))
                        .from(WRITE)
                        .where(WRITE.STATE.eq(DEAD), WRITE.SWEPT_AT.isNull(), WRITE.WRITE_NO.gt(after))
                        .orderBy(WRITE.WRITE_NO)
                        .limit(LISTED)
                        .fetch(row -> new DeadWrite(
                                row.value1(), row.value2(), Duration.between(row.value3(), row.value4()))));
    }

    @Override
    public void markSwept(Collection<Long> writes) {
        postgres.transact(
                "marking " + writes.size() + " writes as swept",
                tx -> tx.update(WRITE)
                        .set(WRITE.SWEPT_AT, currentOffsetDateTime())
                        .where(WRITE.WRITE_NO.eq(any(writes.toArray(Long[]::new))), WRITE.STATE.eq(DEAD))
                        .execute());
    }
}
