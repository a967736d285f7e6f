package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import dev.odograph.contract.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.SelectWhereStep;

/** Runs that the ledger counts as under way. Thread-safe. */
public final class OpenRuns {
    private static final Field<Integer> PASS =
            coalesce(field(select(max(RUN_PASS.PASS)).from(RUN_PASS).where(RUN_PASS.RUN_ID.eq(RUN.RUN_ID))), inline(0));

    private final Postgres postgres;

    public OpenRuns(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * A run as it was seen.
     *
     * @param runId its id
     * @param status PENDING, RUNNING or PARKED
     * @param pass its last pass; 0 before the first
     */
    public record OpenRun(String runId, RunStatus status, int pass) {
        public OpenRun {
            requireNonNull(runId, "runId is null");
            requireNonNull(status, "status is null");
        }
    }

    /** Runs that are not settled and began nothing, neither themselves nor a pass, for at least {@code age}. */
    public List<OpenRun> list(Duration age) {
        return postgres.query(
                "listing runs under way",
                db -> open(db).where(RUN.STATUS.in("PENDING", "RUNNING", "PARKED"))
                        .and(RUN.CREATED_AT.le(Ages.before(age)))
                        .andNotExists(db.selectOne()
                                .from(RUN_PASS)
                                .where(RUN_PASS.RUN_ID.eq(RUN.RUN_ID))
                                .and(RUN_PASS.STARTED_AT.gt(Ages.before(age))))
                        .orderBy(RUN.CREATED_AT)
                        .fetch(OpenRuns::read));
    }

    /** The run of that id, if it is there and not settled. */
    public Optional<OpenRun> find(String runId) {
        return postgres.query(
                "finding run \"" + runId + "\"",
                db -> open(db).where(RUN.RUN_ID.eq(runId))
                        .and(RUN.STATUS.in("PENDING", "RUNNING", "PARKED"))
                        .fetchOptional(OpenRuns::read));
    }

    /**
     * Settles a run that still is as it was seen: of the same status, and with no newer pass.
     *
     * @return whether this call settled it
     */
    public boolean settle(OpenRun seen, RunStatus status, String code, String message) {
        return postgres.transact("settling run \"" + seen.runId() + "\"", tx -> {
            // A pass begins under this lock, so that a retry is seen here, or sets the run RUNNING afterwards.
            boolean there = tx.select(RUN.RUN_ID)
                    .from(RUN)
                    .where(RUN.RUN_ID.eq(seen.runId()))
                    .forNoKeyUpdate()
                    .fetchOptional()
                    .isPresent();
            return there
                    && tx.update(RUN)
                                    .set(RUN.STATUS, status.name())
                                    .set(RUN.FINISHED_AT, currentOffsetDateTime())
                                    .set(RUN.FAILURE_CODE, code)
                                    .set(RUN.FAILURE_MESSAGE, message)
                                    .where(RUN.RUN_ID.eq(seen.runId()))
                                    .and(RUN.STATUS.eq(seen.status().name()))
                                    .and(PASS.eq(seen.pass()))
                                    .execute()
                            == 1;
        });
    }

    private static SelectWhereStep<Record3<String, String, Integer>> open(DSLContext db) {
        return db.select(RUN.RUN_ID, RUN.STATUS, PASS).from(RUN);
    }

    private static OpenRun read(Record3<String, String, Integer> row) {
        return new OpenRun(row.value1(), RunStatus.valueOf(row.value2()), row.value3());
    }
}
