package dev.odograph.query;

import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PARTITION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;

import dev.odograph.query.CriticalPath.Link;
import dev.odograph.schema.postgres.generated.tables.records.RunOutputRecord;
import dev.odograph.store.lineage.StageRecord;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Finds {@link CriticalPath}s in the ledger's times. */
final class CriticalPaths {
    private CriticalPaths() {}

    /** The path of the pass that executed something last; empty where none did. */
    static Optional<CriticalPath> find(DSLContext db, String runId, List<StageRecord> stages) {
        Condition executed = RUN_OUTPUT
                .RUN_ID
                .eq(runId)
                .and(RUN_OUTPUT.STATUS.eq("COMMITTED"))
                .and(RUN_OUTPUT.MEMO_HIT.isFalse())
                .and(RUN_OUTPUT.STARTED_AT.isNotNull());
        Integer pass =
                db.select(max(RUN_OUTPUT.PASS)).from(RUN_OUTPUT).where(executed).fetchOne(0, Integer.class);
        OffsetDateTime began = pass == null
                ? null
                : db.select(RUN_PASS.STARTED_AT)
                        .from(RUN_PASS)
                        .where(RUN_PASS.RUN_ID.eq(runId), RUN_PASS.PASS.eq(pass))
                        .fetchOne(RUN_PASS.STARTED_AT);
        if (pass == null || began == null) {
            return Optional.empty();
        }
        Condition ofPass = executed.and(RUN_OUTPUT.PASS.eq(pass));
        List<Link> links = new ArrayList<>();
        @Nullable RunOutputRecord at = last(db, ofPass);
        while (at != null && links.size() <= stages.size()) {
            RunOutputRecord before = before(db, ofPass, stages, at);
            OffsetDateTime from = before == null ? began : before.getFinishedAt();
            links.addFirst(link(db, stages, at, began, from));
            at = before;
        }
        return Optional.of(new CriticalPath(pass, began.toInstant(), links));
    }

    private static @Nullable RunOutputRecord before(
            DSLContext db, Condition ofPass, List<StageRecord> stages, RunOutputRecord at) {
        StageRecord stage = stages.get(at.getStage());
        if (stage.inputs().isEmpty()) {
            return null;
        }
        // A reduce waits for all partitions of what it reads.
        Condition where = stage.reduce() ? noCondition() : RUN_OUTPUT.PARTITION.eq(at.getPartition());
        return last(db, ofPass.and(RUN_OUTPUT.STAGE.in(stage.inputs())).and(where));
    }

    private static @Nullable RunOutputRecord last(DSLContext db, Condition condition) {
        return db.selectFrom(RUN_OUTPUT)
                .where(condition)
                .orderBy(RUN_OUTPUT.FINISHED_AT.desc())
                .limit(1)
                .fetchOne();
    }

    private static Link link(
            DSLContext db, List<StageRecord> stages, RunOutputRecord at, OffsetDateTime began, OffsetDateTime from) {
        String segment = at.getPartition() < 0
                ? null
                : db.select(field("segment_ids[1]", String.class))
                        .from(RUN_PARTITION)
                        .where(RUN_PARTITION.RUN_ID.eq(at.getRunId()), RUN_PARTITION.PARTITION.eq(at.getPartition()))
                        .fetchOne(0, String.class);
        return new Link(
                stages.get(at.getStage()).name(),
                at.getPartition(),
                segment,
                seconds(began, at.getStartedAt()),
                seconds(from, at.getStartedAt()),
                seconds(at.getStartedAt(), at.getFinishedAt()),
                at.getAttempt(),
                at.getRows() == null ? 0 : at.getRows());
    }

    private static double seconds(OffsetDateTime from, OffsetDateTime to) {
        return Math.max(0, Duration.between(from, to).toNanos() / 1e9);
    }
}
