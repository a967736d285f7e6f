package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_REQUEST;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import dev.odograph.contract.DatasetRef;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.RunRequestRecord;
import dev.odograph.spec.Digests;
import dev.odograph.spec.SpecJson;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSON;

/** Starts of runs that were accepted, until the ledger has the runs. Thread-safe; everything may be called again. */
public final class RunRequests {
    private static final String TAKE = Sql.resource("take_run_requests.sql");
    /** How long a starter has that took a request, before another takes it. */
    private static final long LEASE_S = 30;

    /** One whose run was started and planned otherwise, at the same time. */
    private static final Condition IS_RUN = exists(selectOne().from(RUN).where(RUN.RUN_ID.eq(RUN_REQUEST.RUN_ID)));

    private final Postgres postgres;

    public RunRequests(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Accepts a start; once this returns, it is not lost. Asked again with the same key or run id and the same input, it
     * gives the same run. A run that is there, whoever started it, is left as it is.
     *
     * @return id of the run
     * @throws OdographException RUN_ID_REUSED where the key or the id stands for another input
     */
    public String accept(NewRunRequest request) {
        return postgres.transact("accepting run \"" + request.runId() + "\"", tx -> {
            if (request.idNamed() && isThere(tx, request)) {
                return request.runId();
            }
            RunRequestRecord row = tx.newRecord(RUN_REQUEST);
            fill(row, request);
            boolean fresh =
                    tx.insertInto(RUN_REQUEST).set(row).onConflictDoNothing().execute() == 1;
            return fresh ? request.runId() : known(tx, request);
        });
    }

    private static void fill(RunRequestRecord row, NewRunRequest request) {
        RunInput input = request.input();
        DatasetRef dataset = DatasetRef.parse(input.dataset());
        Integer version = dataset.version();
        row.setRunId(request.runId());
        row.setRequestedBy(request.requestedBy());
        row.setIdempotencyKey(request.key());
        row.setRequestDigest(request.digest());
        row.setInput(JSON.valueOf(SpecJson.write(input)));
        row.setGraph(input.graph());
        row.setGraphVersion(input.version());
        row.setDataset(dataset.name());
        row.setDatasetVersion(version == null ? null : version.longValue());
        row.setPurpose(input.purpose().toString());
    }

    private static String known(DSLContext tx, NewRunRequest request) {
        String key = request.key();
        if (key != null) {
            RunRequestRecord row = tx.fetchOne(
                    RUN_REQUEST,
                    RUN_REQUEST.REQUESTED_BY.eq(request.requestedBy()),
                    RUN_REQUEST.IDEMPOTENCY_KEY.eq(key));
            if (row != null) {
                if (!row.getRequestDigest().equals(request.digest())) {
                    throw new OdographException(
                            ErrorCode.RUN_ID_REUSED,
                            "Idempotency-Key \"" + key + "\" stands for run \"" + row.getRunId()
                                    + "\" with another body: send that body again, or take a new key");
                }
                return row.getRunId();
            }
        }
        RunRequestRecord row = tx.fetchSingle(RUN_REQUEST, RUN_REQUEST.RUN_ID.eq(request.runId()));
        if (!request.idNamed()) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, "Run id \"" + request.runId() + "\" was made twice: ask again");
        }
        if (!row.getInput().data().equals(SpecJson.write(request.input()))) {
            throw reused(request.runId());
        }
        return row.getRunId();
    }

    /** A run that is in the ledger already need not have come from a request. */
    private static boolean isThere(DSLContext tx, NewRunRequest request) {
        String pinned = tx.select(RUN.INPUT_DIGEST)
                .from(RUN)
                .where(RUN.RUN_ID.eq(request.runId()))
                .fetchOne(RUN.INPUT_DIGEST);
        if (pinned != null && !pinned.equals(Digests.sha256Hex("input", SpecJson.write(request.input())))) {
            throw reused(request.runId());
        }
        return pinned != null;
    }

    private static OdographException reused(String runId) {
        return new OdographException(
                ErrorCode.RUN_ID_REUSED,
                "Run \"" + runId + "\" is there with another input: take another run_id, or leave it out");
    }

    /** The request for a run, if it was asked for so. */
    public Optional<RunRequest> find(String runId) {
        return postgres.query(
                "finding the request for run \"" + runId + "\"",
                db -> db.selectFrom(RUN_REQUEST)
                        .where(RUN_REQUEST.RUN_ID.eq(runId))
                        .fetchOptional(RunRequests::read));
    }

    /** Takes requests that are due, by purpose and age, so that no other starter takes them for a while. */
    public List<RunRequest> take(int most) {
        return postgres.transact(
                "taking requests for runs",
                tx -> tx.resultQuery(TAKE, LEASE_S, most).fetchInto(RUN_REQUEST).map(RunRequests::read));
    }

    /**
     * Takes a request that was taken for longer, just before it is started; until that is over nobody cancels it.
     *
     * @return false where it was cancelled, or another starter has started it
     */
    public boolean renew(String runId, Duration lease) {
        return postgres.transact(
                        "going on with the request for run \"" + runId + "\"",
                        tx -> tx.update(RUN_REQUEST)
                                .set(
                                        RUN_REQUEST.LEASED_UNTIL,
                                        OffsetDateTime.now(java.time.ZoneOffset.UTC)
                                                .plus(lease))
                                .where(RUN_REQUEST.RUN_ID.eq(runId))
                                .and(RUN_REQUEST.STATE.eq(RunRequest.State.QUEUED.name()))
                                .execute())
                == 1;
    }

    /** Says that the workflows of requests are started. */
    public void started(List<String> runIds) {
        postgres.transact(
                "recording starts of runs",
                tx -> tx.update(RUN_REQUEST)
                        .set(
                                RUN_REQUEST.STATE,
                                when(IS_RUN, RunRequest.State.PLANNED.name())
                                        .otherwise(RunRequest.State.STARTED.name()))
                        .set(RUN_REQUEST.STARTED_AT, currentOffsetDateTime())
                        .setNull(RUN_REQUEST.WAITS_FOR)
                        .where(RUN_REQUEST.RUN_ID.in(runIds), RUN_REQUEST.STATE.eq(RunRequest.State.QUEUED.name()))
                        .execute());
    }

    /** Puts requests off that could not be started, and says why. */
    public void postpone(List<String> runIds, Duration delay, String why) {
        postgres.transact(
                "putting requests for runs off",
                tx -> tx.update(RUN_REQUEST)
                        .set(
                                RUN_REQUEST.DUE_AT,
                                OffsetDateTime.now(java.time.ZoneOffset.UTC).plus(delay))
                        .set(RUN_REQUEST.LEASED_UNTIL, currentOffsetDateTime())
                        .set(RUN_REQUEST.WAITS_FOR, why)
                        .where(RUN_REQUEST.RUN_ID.in(runIds), RUN_REQUEST.STATE.eq(RunRequest.State.QUEUED.name()))
                        .execute());
    }

    /** Ids of runs whose workflow was started so long ago and that are not planned, the oldest first. */
    public List<String> unplanned(Duration age, int most) {
        return postgres.query(
                "listing runs that are not planned",
                db -> db.select(RUN_REQUEST.RUN_ID)
                        .from(RUN_REQUEST)
                        .where(RUN_REQUEST.STATE.eq(RunRequest.State.STARTED.name()))
                        .and(RUN_REQUEST.STARTED_AT.le(Ages.before(age)))
                        .orderBy(RUN_REQUEST.STARTED_AT)
                        .limit(most)
                        .fetch(RUN_REQUEST.RUN_ID));
    }

    /**
     * Settles a request of which no run came.
     *
     * @param status FAILED or CANCELLED
     * @return whether this call settled it
     */
    public boolean settle(String runId, RunStatus status, ErrorCode code, String message) {
        return postgres.transact(
                        "settling the request for run \"" + runId + "\"",
                        tx -> tx.update(RUN_REQUEST)
                                .set(RUN_REQUEST.STATE, status.name())
                                .set(RUN_REQUEST.FINISHED_AT, currentOffsetDateTime())
                                .set(RUN_REQUEST.FAILURE_CODE, code.name())
                                .set(RUN_REQUEST.FAILURE_MESSAGE, message)
                                .setNull(RUN_REQUEST.WAITS_FOR)
                                .where(RUN_REQUEST.RUN_ID.eq(runId), not(IS_RUN))
                                .and(RUN_REQUEST.STATE.in(
                                        RunRequest.State.QUEUED.name(), RunRequest.State.STARTED.name()))
                                .execute())
                == 1;
    }

    /** Cancels a request that was not started; false where it was, or is settled. */
    public boolean cancelQueued(String runId, String message) {
        return postgres.transact(
                        "cancelling the request for run \"" + runId + "\"",
                        tx -> tx.update(RUN_REQUEST)
                                .set(RUN_REQUEST.STATE, RunRequest.State.CANCELLED.name())
                                .set(RUN_REQUEST.FINISHED_AT, currentOffsetDateTime())
                                .set(RUN_REQUEST.FAILURE_CODE, ErrorCode.RUN_CANCELLED.name())
                                .set(RUN_REQUEST.FAILURE_MESSAGE, message)
                                .where(RUN_REQUEST.RUN_ID.eq(runId))
                                .and(RUN_REQUEST.STATE.eq(RunRequest.State.QUEUED.name()))
                                // A starter that has it may have started it already.
                                .and(RUN_REQUEST.LEASED_UNTIL.le(currentOffsetDateTime()))
                                .execute())
                == 1;
    }

    /** Queues a request again of which no run came; false where one did, or is under way. */
    public boolean again(String runId) {
        return postgres.transact(
                        "queueing the request for run \"" + runId + "\" again",
                        tx -> tx.update(RUN_REQUEST)
                                .set(RUN_REQUEST.STATE, RunRequest.State.QUEUED.name())
                                .set(RUN_REQUEST.DUE_AT, currentOffsetDateTime())
                                .set(RUN_REQUEST.LEASED_UNTIL, currentOffsetDateTime())
                                .setNull(RUN_REQUEST.FINISHED_AT)
                                .setNull(RUN_REQUEST.FAILURE_CODE)
                                .setNull(RUN_REQUEST.FAILURE_MESSAGE)
                                .where(RUN_REQUEST.RUN_ID.eq(runId))
                                .and(RUN_REQUEST.STATE.in(
                                        RunRequest.State.FAILED.name(), RunRequest.State.CANCELLED.name()))
                                .execute())
                == 1;
    }

    private static RunRequest read(RunRequestRecord row) {
        return new RunRequest(
                row.getRunId(),
                row.getRequestedBy(),
                SpecJson.read(row.getInput().data(), RunInput.class),
                RunRequest.State.valueOf(row.getState()),
                row.getCreatedAt().toInstant(),
                row.getWaitsFor(),
                RunRows.instant(row.getFinishedAt()),
                row.getFailureCode(),
                row.getFailureMessage());
    }
}
