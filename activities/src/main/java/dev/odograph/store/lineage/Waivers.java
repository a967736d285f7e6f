package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static dev.odograph.schema.postgres.generated.Tables.RUN_STAGE;
import static dev.odograph.schema.postgres.generated.Tables.RUN_WAIVER;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.odograph.batch.OutputRecord;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.plan.Partition;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Segments that runs do without. A waived segment leaves its partition: what was computed of that partition is forgotten
 * and computed again without it, so that no result of the run holds a row of it. Thread-safe and idempotent.
 */
public final class Waivers {
    private static final String WAIVE_EMPTY = Sql.resource("waive_empty_partitions.sql");

    private final Postgres postgres;

    public Waivers(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Segments to be waived together.
     *
     * @param by who decided
     * @param reason in their words
     */
    public record Decision(String by, String reason) {}

    /**
     * A segment to be waived.
     *
     * @param segmentId its id
     * @param partition the partition that it lies in
     * @param code what went wrong with it; null where nothing did
     * @param rows its rows
     * @param distanceM metres driven in it
     * @param durationMs its milliseconds
     */
    public record WaivedSegment(
            String segmentId, int partition, @Nullable String code, long rows, double distanceM, long durationMs) {}

    /**
     * Takes segments out of a run, in one transaction.
     *
     * @return how many were not waived before
     */
    public int waive(String runId, List<WaivedSegment> segments, Decision decision) {
        return postgres.transact("waiving segments of run \"" + runId + "\"", tx -> {
            // Waits for commits under way; those that come later find the waiver.
            var _ = tx.select(RUN.RUN_ID)
                    .from(RUN)
                    .where(RUN.RUN_ID.eq(runId))
                    .forUpdate()
                    .fetchOptional()
                    .orElseThrow(() -> RunRows.notFound(runId));
            int pass = Objects.requireNonNull(tx.select(coalesce(max(RUN_PASS.PASS), val(0)))
                    .from(RUN_PASS)
                    .where(RUN_PASS.RUN_ID.eq(runId))
                    .fetchSingle()
                    .value1());
            boolean shown = tx.fetchExists(
                    RUN_STAGE,
                    RUN_STAGE.RUN_ID.eq(runId),
                    RUN_STAGE.REDUCE.isFalse(),
                    RUN_STAGE.METRICS.ne(JSONB.valueOf("[]")));
            int waived = 0;
            for (WaivedSegment segment : segments) {
                waived += tx.insertInto(RUN_WAIVER)
                        .set(RUN_WAIVER.RUN_ID, runId)
                        .set(RUN_WAIVER.SEGMENT_ID, segment.segmentId())
                        .set(RUN_WAIVER.PARTITION, segment.partition())
                        .set(RUN_WAIVER.PASS, pass)
                        .set(RUN_WAIVER.WAIVED_BY, decision.by())
                        .set(RUN_WAIVER.REASON, decision.reason())
                        .set(RUN_WAIVER.CODE, segment.code())
                        .set(RUN_WAIVER.ROWS, segment.rows())
                        .set(RUN_WAIVER.DISTANCE_M, segment.distanceM())
                        .set(RUN_WAIVER.DURATION_MS, segment.durationMs())
                        .set(RUN_WAIVER.MIRRORED, !shown)
                        .onConflict(RUN_WAIVER.RUN_ID, RUN_WAIVER.SEGMENT_ID)
                        .doNothing()
                        .execute();
            }
            if (waived > 0) {
                forget(tx, runId, segments);
                tx.execute(WAIVE_EMPTY, pass, runId);
            }
            return waived;
        });
    }

    /** What a run does without. */
    public Totals total(String runId) {
        return postgres.query(
                "adding up what run \"" + runId + "\" does without",
                db -> db.select(
                                org.jooq.impl.DSL.count(),
                                coalesce(sum(RUN_WAIVER.ROWS), val(java.math.BigDecimal.ZERO)),
                                coalesce(sum(RUN_WAIVER.DISTANCE_M), val(java.math.BigDecimal.ZERO)),
                                coalesce(sum(RUN_WAIVER.DURATION_MS), val(java.math.BigDecimal.ZERO)))
                        .from(RUN_WAIVER)
                        .where(RUN_WAIVER.RUN_ID.eq(runId))
                        .fetchSingle(row -> new Totals(
                                row.value1(),
                                row.value2().longValue(),
                                row.value3().doubleValue(),
                                row.value4().longValue())));
    }

    /** Refuses, at the end of a commit's transaction, what was computed before a segment of it was waived. */
    static void refuseStale(DSLContext tx, OutputRecord output) {
        if (output.partition() != Partition.ALL
                && tx.fetchExists(
                        RUN_WAIVER,
                        RUN_WAIVER.RUN_ID.eq(output.runId()),
                        RUN_WAIVER.PARTITION.eq(output.partition()),
                        RUN_WAIVER.PASS.ge(output.pass()))) {
            throw new OdographException(
                    ErrorCode.PASS_SUPERSEDED,
                    "Partition " + (output.partition() + 1) + " of run \"" + output.runId()
                            + "\" has lost a segment by a waiver since this attempt began: the next pass computes it"
                            + " without");
        }
    }

    private static void forget(DSLContext tx, String runId, List<WaivedSegment> segments) {
        Integer[] partitions = segments.stream()
                .map(WaivedSegment::partition)
                .distinct()
                .sorted()
                .toArray(Integer[]::new);
        tx.deleteFrom(RUN_OUTPUT)
                .where(RUN_OUTPUT.RUN_ID.eq(runId))
                .and(RUN_OUTPUT.PARTITION.eq(any(partitions)).or(RUN_OUTPUT.PARTITION.eq(Partition.ALL)))
                .execute();
        tx.deleteFrom(RUN_BATCH)
                .where(RUN_BATCH.RUN_ID.eq(runId))
                .and(RUN_BATCH.PARTITION.eq(any(partitions)).or(RUN_BATCH.PARTITION.eq(Partition.ALL)))
                .execute();
    }
}
