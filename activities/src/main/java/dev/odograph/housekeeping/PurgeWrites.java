package dev.odograph.housekeeping;

import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_WAIVER;
import static dev.odograph.schema.postgres.generated.Tables.WRITE;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.val;

import java.util.List;
import org.jooq.DSLContext;

/** What the ledger says of rows of purged ids in ClickHouse: which go, and which stay since they are of others. */
final class PurgeWrites {
    private final DSLContext db;
    private final String[] ids;

    PurgeWrites(DSLContext db, List<PurgedRecording> recordings) {
        this.db = db;
        this.ids = ids(recordings);
    }

    /** Ids of recordings. */
    static String[] ids(List<PurgedRecording> recordings) {
        return recordings.stream().map(PurgedRecording::segmentId).distinct().toArray(String[]::new);
    }

    List<String> ids() {
        return List.of(ids);
    }

    /** Writes whose rows of these ids stay: they are of another recording of the same id, stored or being stored. */
    List<Long> kept() {
        return db.select(BATCH.WRITE_NO)
                .from(BATCH)
                .where(condition("{0} && {1}::text[]", BATCH.SEGMENTS, val(ids)))
                .union(db.select(WRITE.WRITE_NO)
                        .from(WRITE)
                        .join(RUN)
                        .using(RUN.RUN_ID)
                        .where(WRITE.STATE.eq("OPEN"), RUN.STATUS.in("PENDING", "RUNNING", "PARKED")))
                .fetch(BATCH.WRITE_NO);
    }

    /** Run and segment of waivers that stay: they are of another recording of the same id. */
    List<Waived> keptWaivers() {
        return db.select(RUN_WAIVER.RUN_ID, RUN_WAIVER.SEGMENT_ID)
                .from(RUN_WAIVER)
                .where(RUN_WAIVER.SEGMENT_ID.eq(any(ids)))
                .fetch(row -> new Waived(row.value1(), row.value2()));
    }

    /** A segment that a run does without. */
    record Waived(String runId, String segmentId) {}

    /** Number of the newest write. Later ones are not looked at: no run uses the recordings any more. */
    long newestWrite() {
        return requireNonNull(db.select(coalesce(max(WRITE.WRITE_NO), val(0L)))
                .from(WRITE)
                .fetchSingle()
                .value1());
    }

    /** Writes whose rows all go. */
    List<Long> dead() {
        return db.select(WRITE.WRITE_NO)
                .from(WRITE)
                .where(WRITE.STATE.eq("DEAD"), WRITE.SWEPT_AT.isNull())
                .fetch(WRITE.WRITE_NO);
    }
}
