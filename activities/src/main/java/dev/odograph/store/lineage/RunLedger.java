package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PARTITION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static dev.odograph.schema.postgres.generated.Tables.RUN_STAGE;
import static dev.odograph.schema.postgres.generated.Tables.RUN_WAIVER;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.RunPartitionRecord;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.Violation;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Runs with their pinned plans, passes and statuses. Thread-safe; everything may be called again after a failure. */
public final class RunLedger {
    private static final int CHUNK = 5_000;
    private static final String INSERT_PARTITIONS = Sql.resource("insert_partitions.sql");

    /** The transaction that wrote a run's row as it is: PostgreSQL keeps it for every row. */
    private static final Field<String> MARK = field("{0}.xmin::text", String.class, RUN.getUnqualifiedName());

    private static final Field<String[]> WAIVED = array(select(RUN_WAIVER.SEGMENT_ID)
                    .from(RUN_WAIVER)
                    .where(RUN_WAIVER.RUN_ID.eq(RUN_PARTITION.RUN_ID))
                    .and(RUN_WAIVER.PARTITION.eq(RUN_PARTITION.PARTITION)))
            .as("waived");

    private final Postgres postgres;

    public RunLedger(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Pins a run's plan, once. A second call with the same run id and input digest changes nothing and returns what was
     * pinned first, whatever the other arguments are.
     *
     * @throws OdographException RUN_ID_REUSED where the id was pinned with another input digest
     */
    public RunRecord register(NewRun run, List<StageRecord> stages, List<PartitionRecord> partitions) {
        return register(run, stages, partitions, List.of());
    }

    /**
     * The same, with what planning found.
     *
     * @param violations what breaks rules that let the run pass
     */
    public RunRecord register(
            NewRun run, List<StageRecord> stages, List<PartitionRecord> partitions, List<Violation> violations) {
        return postgres.transact("registering run \"" + run.runId() + "\"", tx -> {
            Totals planned = partitions.stream().map(PartitionRecord::totals).reduce(Totals.NONE, Totals::plus);
            if (RunRows.insert(tx, run, planned, partitions.size())) {
                RunRetention.requireForgotten(tx, run.runId());
                insertStages(tx, run.runId(), stages);
                insertPartitions(tx, run.runId(), partitions);
                ViolationRows.ofRun(tx, run.runId(), violations);
                return RunRows.load(tx, run.runId());
            }
            RunRecord pinned = RunRows.load(tx, run.runId());
            ReusedRunId.refuse(pinned.plan(), run);
            return pinned;
        });
    }

    /**
     * Opens a pass of a Temporal run, or finds the one that it has opened before.
     *
     * @return the pass's number, from 1
     */
    public int beginPass(String runId, String temporalRunId) {
        return postgres.transact("beginning a pass of run \"" + runId + "\"", tx -> {
            RunRows.lock(tx, runId);
            Integer known = tx.select(RUN_PASS.PASS)
                    .from(RUN_PASS)
                    .where(RUN_PASS.RUN_ID.eq(runId), RUN_PASS.TEMPORAL_RUN_ID.eq(temporalRunId))
                    .fetchOne(RUN_PASS.PASS);
            if (known != null) {
                return known;
            }
            int pass = passes(tx, runId) + 1;
            tx.insertInto(RUN_PASS)
                    .columns(RUN_PASS.RUN_ID, RUN_PASS.PASS, RUN_PASS.TEMPORAL_RUN_ID)
                    .values(runId, pass, temporalRunId)
                    .execute();
            return pass;
        });
    }

    /** Number of passes that a run has had. */
    public int passes(String runId) {
        return postgres.query("counting passes of run \"" + runId + "\"", db -> passes(db, runId));
    }

    /**
     * The run of that id.
     *
     * @throws OdographException RUN_NOT_FOUND where there is none
     */
    public RunRecord run(String runId) {
        return postgres.query("loading run \"" + runId + "\"", db -> RunRows.load(db, runId));
    }

    /** The run of that id, if there is one. */
    public Optional<RunRecord> find(String runId) {
        return postgres.query("finding run \"" + runId + "\"", db -> RunRows.find(db, runId));
    }

    /** The stages of a run in order; none where there is no such run. */
    public List<StageRecord> stages(String runId) {
        return postgres.query("loading stages of run \"" + runId + "\"", db -> StageRows.of(db, runId));
    }

    /**
     * One partition of a run.
     *
     * @throws OdographException INTERNAL_ERROR where the plan has no such partition
     */
    public PartitionRecord partition(String runId, int partition) {
        return partitions(runId, partition, partition + 1).stream()
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.INTERNAL_ERROR,
                        "Run \"" + runId + "\" has no partition " + partition + " in its plan: report this"));
    }

    /** The partitions from {@code from} up to and without {@code to}, in order, without segments that were waived. */
    public List<PartitionRecord> partitions(String runId, int from, int to) {
        return postgres.query(
                "loading partitions of run \"" + runId + "\"",
                db -> db.select(RUN_PARTITION.asterisk(), WAIVED)
                        .from(RUN_PARTITION)
                        .where(RUN_PARTITION.RUN_ID.eq(runId))
                        .and(RUN_PARTITION.PARTITION.ge(from))
                        .and(RUN_PARTITION.PARTITION.lt(to))
                        .orderBy(RUN_PARTITION.PARTITION)
                        .fetch(row ->
                                partition(row.into(RUN_PARTITION)).without(Set.of(requireNonNull(row.get(WAIVED))))));
    }

    /** Says where a run stands. RUNNING forgets an earlier end and keeps the first start. */
    public void setStatus(String runId, RunStatus status) {
        settle(runId, status, null, null);
    }

    /**
     * Ends a run, or corrects how it ended.
     *
     * @param status SUCCEEDED, FAILED or CANCELLED
     * @param code error code; null where it succeeded
     * @param message reason; null where it succeeded
     */
    public void finish(String runId, RunStatus status, @Nullable String code, @Nullable String message) {
        if (!status.settled()) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR,
                    "Run \"" + runId + "\" cannot be finished as " + status + ": report this");
        }
        settle(runId, status, code, message);
    }

    /**
     * Says that a run waits for an operator.
     *
     * @param code error code
     * @param message reason
     */
    public void park(String runId, @Nullable String code, @Nullable String message) {
        settle(runId, RunStatus.PARKED, code, message);
    }

    /**
     * A mark of all that is recorded of a run itself: another as soon as anything of it is set, for {@link #reopen}.
     *
     * @throws OdographException RUN_NOT_FOUND where there is none
     */
    public String mark(String runId) {
        return postgres.query(
                "looking at run \"" + runId + "\"",
                db -> db.select(MARK)
                        .from(RUN)
                        .where(RUN.RUN_ID.eq(runId))
                        .fetchOptional(MARK)
                        .orElseThrow(() -> RunRows.notFound(runId)));
    }

    /**
     * Says that a run which ended or was parked goes on, unless anything was set since it was marked: then it has gone on
     * already, and may have ended again.
     *
     * @param mark what {@link #mark} gave before it was asked to go on
     * @return whether this call said it
     */
    public boolean reopen(String runId, String mark) {
        return postgres.transact(
                "reopening run \"" + runId + "\"",
                tx -> tx.update(RUN)
                                .set(RUN.STATUS, RunStatus.PENDING.name())
                                .setNull(RUN.FINISHED_AT)
                                .setNull(RUN.FAILURE_CODE)
                                .setNull(RUN.FAILURE_MESSAGE)
                                .where(RUN.RUN_ID.eq(runId), MARK.eq(mark))
                                .execute()
                        == 1);
    }

    private void settle(String runId, RunStatus status, @Nullable String code, @Nullable String message) {
        OffsetDateTime never = null;
        int updated = postgres.transact(
                "setting run \"" + runId + "\" to " + status,
                tx -> tx.update(RUN)
                        .set(RUN.STATUS, status.name())
                        .set(
                                RUN.STARTED_AT,
                                status == RunStatus.RUNNING
                                        ? coalesce(RUN.STARTED_AT, currentOffsetDateTime())
                                        : RUN.STARTED_AT)
                        .set(RUN.FINISHED_AT, status.settled() ? currentOffsetDateTime() : val(never, RUN.FINISHED_AT))
                        .set(RUN.FAILURE_CODE, code)
                        .set(RUN.FAILURE_MESSAGE, message)
                        .where(RUN.RUN_ID.eq(runId))
                        .execute());
        if (updated == 0) {
            throw RunRows.notFound(runId);
        }
    }

    private static PartitionRecord partition(RunPartitionRecord row) {
        return new PartitionRecord(
                row.getPartition(),
                List.of(row.getSegmentIds()),
                List.of(row.getSegmentDigests()),
                row.getRows(),
                row.getBytes(),
                row.getDistanceM(),
                row.getDurationMs());
    }

    private static int passes(DSLContext db, String runId) {
        return db.select(coalesce(max(RUN_PASS.PASS), val(0)))
                .from(RUN_PASS)
                .where(RUN_PASS.RUN_ID.eq(runId))
                .fetchSingle()
                .value1();
    }

    private static void insertStages(DSLContext tx, String runId, List<StageRecord> stages) {
        for (StageRecord stage : stages) {
            tx.insertInto(RUN_STAGE)
                    .set(RUN_STAGE.RUN_ID, runId)
                    .set(RUN_STAGE.STAGE, stage.stage())
                    .set(RUN_STAGE.NAME, stage.name())
                    .set(RUN_STAGE.STEPS, stage.steps().toArray(String[]::new))
                    .set(RUN_STAGE.INPUTS, stage.inputs().toArray(Integer[]::new))
                    .set(RUN_STAGE.REDUCE, stage.reduce())
                    .set(RUN_STAGE.FINGERPRINT, stage.fingerprint())
                    .set(RUN_STAGE.METRICS, JSONB.valueOf(SpecJson.write(stage.metrics())))
                    .execute();
        }
    }

    private static void insertPartitions(DSLContext tx, String runId, List<PartitionRecord> partitions) {
        for (int from = 0; from < partitions.size(); from += CHUNK) {
            List<PartitionRecord> chunk = partitions.subList(from, Math.min(partitions.size(), from + CHUNK));
            tx.execute(INSERT_PARTITIONS, runId, JSONB.valueOf(SpecJson.write(chunk)));
        }
    }
}
