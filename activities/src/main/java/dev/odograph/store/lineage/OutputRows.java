package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.ARTIFACT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.excluded;

import dev.odograph.batch.OutputRecord;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.RunOutputRecord;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.DSLContext;

/** Rows of the table {@code run_output}. A committed one never changes. */
final class OutputRows {
    private OutputRows() {}

    /** Keeps an artifact from being deleted until the transaction ends. */
    static void holdArtifact(DSLContext tx, String artifactKey, String what) {
        if (tx.select(ARTIFACT.ARTIFACT_KEY)
                .from(ARTIFACT)
                .where(ARTIFACT.ARTIFACT_KEY.eq(artifactKey))
                .forKeyShare()
                .fetch()
                .isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARTIFACT_UNAVAILABLE,
                    "Artifact " + artifactKey + " is not in the ledger (" + what
                            + "): it was deleted meanwhile, and the next attempt computes it again");
        }
    }

    static void committed(DSLContext tx, OutputRecord output) {
        OffsetDateTime startedAt = output.startedAt().atOffset(ZoneOffset.UTC);
        tx.insertInto(RUN_OUTPUT)
                .set(RUN_OUTPUT.RUN_ID, output.runId())
                .set(RUN_OUTPUT.STAGE, output.stage())
                .set(RUN_OUTPUT.PARTITION, output.partition())
                .set(RUN_OUTPUT.STATUS, OutputStatus.COMMITTED.name())
                .set(RUN_OUTPUT.ARTIFACT_KEY, output.artifactKey())
                .set(RUN_OUTPUT.MEMO_HIT, output.memoHit())
                .set(RUN_OUTPUT.PASS, output.pass())
                .set(RUN_OUTPUT.ATTEMPT, output.attempt())
                .set(RUN_OUTPUT.ROWS, output.rows())
                .set(RUN_OUTPUT.STARTED_AT, startedAt)
                .onConflict(RUN_OUTPUT.RUN_ID, RUN_OUTPUT.STAGE, RUN_OUTPUT.PARTITION)
                .doUpdate()
                .set(RUN_OUTPUT.STATUS, OutputStatus.COMMITTED.name())
                .set(RUN_OUTPUT.ARTIFACT_KEY, output.artifactKey())
                .set(RUN_OUTPUT.MEMO_HIT, output.memoHit())
                .set(RUN_OUTPUT.PASS, output.pass())
                .set(RUN_OUTPUT.ATTEMPT, output.attempt())
                .set(RUN_OUTPUT.ROWS, output.rows())
                .set(RUN_OUTPUT.STARTED_AT, startedAt)
                .set(RUN_OUTPUT.FINISHED_AT, currentOffsetDateTime())
                .setNull(RUN_OUTPUT.CODE)
                .setNull(RUN_OUTPUT.MESSAGE)
                .setNull(RUN_OUTPUT.HOST)
                .setNull(RUN_OUTPUT.SEGMENT_ID)
                .where(RUN_OUTPUT.STATUS.ne(OutputStatus.COMMITTED.name()))
                .execute();
        ViolationRows.forgetFailure(tx, output.runId(), output.stage(), output.partition());
        Waivers.refuseStale(tx, output);
    }

    /** A failure replaces an earlier failure, and nothing else. */
    static void failed(DSLContext tx, OutputFailure failure) {
        int recorded = tx.insertInto(RUN_OUTPUT)
                .set(RUN_OUTPUT.RUN_ID, failure.runId())
                .set(RUN_OUTPUT.STAGE, failure.stage())
                .set(RUN_OUTPUT.PARTITION, failure.partition())
                .set(RUN_OUTPUT.STATUS, OutputStatus.FAILED.name())
                .set(RUN_OUTPUT.PASS, failure.pass())
                .set(RUN_OUTPUT.ATTEMPT, failure.attempt())
                .set(RUN_OUTPUT.STARTED_AT, failure.startedAt().atOffset(ZoneOffset.UTC))
                .set(RUN_OUTPUT.CODE, failure.code().name())
                .set(RUN_OUTPUT.MESSAGE, failure.message())
                .set(RUN_OUTPUT.HOST, failure.host())
                .set(RUN_OUTPUT.SEGMENT_ID, failure.segmentId())
                .onConflict(RUN_OUTPUT.RUN_ID, RUN_OUTPUT.STAGE, RUN_OUTPUT.PARTITION)
                .doUpdate()
                .set(RUN_OUTPUT.PASS, failure.pass())
                .set(RUN_OUTPUT.ATTEMPT, failure.attempt())
                .set(RUN_OUTPUT.STARTED_AT, failure.startedAt().atOffset(ZoneOffset.UTC))
                .set(RUN_OUTPUT.FINISHED_AT, currentOffsetDateTime())
                .set(RUN_OUTPUT.CODE, failure.code().name())
                .set(RUN_OUTPUT.MESSAGE, failure.message())
                .set(RUN_OUTPUT.HOST, failure.host())
                .set(RUN_OUTPUT.SEGMENT_ID, failure.segmentId())
                .where(RUN_OUTPUT.STATUS.eq(OutputStatus.FAILED.name()))
                .and(RUN_OUTPUT.PASS.le(excluded(RUN_OUTPUT.PASS)))
                .execute();
        if (recorded == 1) {
            ViolationRows.forgetFailure(tx, failure.runId(), failure.stage(), failure.partition());
            ViolationRows.ofFailure(tx, failure);
        }
    }

    static OutputState read(RunOutputRecord row) {
        return new OutputState(
                row.getStage(),
                row.getPartition(),
                OutputStatus.valueOf(row.getStatus()),
                row.getArtifactKey(),
                row.getMemoHit(),
                row.getPass(),
                row.getAttempt(),
                row.getRows(),
                RunRows.instant(row.getStartedAt()),
                row.getFinishedAt().toInstant(),
                row.getCode(),
                row.getMessage(),
                row.getHost(),
                row.getSegmentId());
    }
}
