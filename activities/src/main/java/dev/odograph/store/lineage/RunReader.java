package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static dev.odograph.schema.postgres.generated.Tables.RUN_STAGE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.spec.Version;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunReport.WaiverGroup;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What people want to know of runs. Thread-safe. */
public final class RunReader {
    private static final String STAGE_COUNTS = Sql.resource("stage_counts.sql");
    private static final String WAIVER_GROUPS = Sql.resource("waiver_groups.sql");
    private static final String FAILURE_GROUPS = Sql.resource("failure_groups.sql");

    private final Postgres postgres;

    public RunReader(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Runs that fit a filter, the newest first. */
    public List<RunSummary> list(RunFilter filter) {
        Condition fits = noCondition();
        if (filter.graph() != null) {
            fits = fits.and(RUN.GRAPH.eq(filter.graph()));
        }
        if (filter.dataset() != null) {
            fits = fits.and(RUN.DATASET.eq(filter.dataset()));
        }
        if (filter.status() != null) {
            fits = fits.and(RUN.STATUS.eq(filter.status().name()));
        }
        Condition wanted = fits;
        return postgres.query(
                "listing runs",
                db -> db.selectFrom(RUN)
                        .where(wanted)
                        .orderBy(RUN.CREATED_AT.desc(), RUN.RUN_ID)
                        .limit(filter.limit())
                        .fetch(row -> new RunSummary(
                                row.getRunId(),
                                row.getGraph(),
                                Version.parse(row.getGraphVersion()),
                                row.getDataset(),
                                row.getDatasetVersion(),
                                Purpose.parse(row.getPurpose()),
                                RunStatus.valueOf(row.getStatus()),
                                row.getPartitions(),
                                row.getCreatedAt().toInstant(),
                                RunRows.instant(row.getStartedAt()),
                                RunRows.instant(row.getFinishedAt()),
                                row.getFailureCode())));
    }

    /** Ids of the runs that a selection means, the oldest first. */
    public List<String> select(RunSelection selection) {
        Condition fits = selection.status() == null
                ? RUN.STATUS.in(RunStatus.PARKED.name(), RunStatus.FAILED.name())
                : RUN.STATUS.eq(selection.status().name());
        fits = and(fits, RUN.GRAPH, selection.graph());
        fits = and(fits, RUN.DATASET, selection.dataset());
        fits = and(fits, RUN.PURPOSE, selection.purpose());
        if (selection.since() != null) {
            fits = fits.and(greatest(RUN.CREATED_AT, coalesce(RUN.FINISHED_AT, RUN.CREATED_AT))
                    .ge(Ages.before(selection.since())));
        }
        Condition output = RUN_OUTPUT.RUN_ID.eq(RUN.RUN_ID).and(RUN_OUTPUT.STATUS.eq(OutputStatus.FAILED.name()));
        if (selection.step() != null) {
            output = output.and(
                    RUN_STAGE.NAME.eq(selection.step()).or(val(selection.step()).eq(any(RUN_STAGE.STEPS))));
        }
        Condition ofRun = noCondition();
        if (selection.code() != null) {
            output = output.and(RUN_OUTPUT.CODE.eq(selection.code()));
            ofRun = selection.step() == null ? RUN.FAILURE_CODE.eq(selection.code()) : falseCondition();
        }
        if (selection.code() != null || selection.step() != null) {
            Condition failed = exists(selectOne()
                    .from(RUN_OUTPUT)
                    .join(RUN_STAGE)
                    .using(RUN_OUTPUT.RUN_ID, RUN_OUTPUT.STAGE)
                    .where(output));
            fits = fits.and(selection.code() == null ? failed : failed.or(ofRun));
        }
        Condition wanted = fits;
        return postgres.query(
                "selecting runs",
                db -> db.select(RUN.RUN_ID)
                        .from(RUN)
                        .where(wanted)
                        .orderBy(RUN.CREATED_AT, RUN.RUN_ID)
                        .fetch(RUN.RUN_ID));
    }

    private static Condition and(Condition fits, Field<String> column, @Nullable String value) {
        return value == null ? fits : fits.and(column.eq(value));
    }

    /**
     * Where a run stands.
     *
     * @throws dev.odograph.error.OdographException RUN_NOT_FOUND where there is no such run
     */
    public RunReport show(String runId) {
        return postgres.transact("reading run \"" + runId + "\"", tx -> {
            joinWhole(tx);
            RunRecord run = RunRows.load(tx, runId);
            return new RunReport(
                    run,
                    tx.fetchCount(RUN_PASS, RUN_PASS.RUN_ID.eq(runId)),
                    stageCounts(tx, runId),
                    failureGroups(tx, runId),
                    MetricCoverages.of(tx, run),
                    waiverGroups(tx, runId),
                    RunViolations.rules(tx, runId));
        });
    }

    /** What the metrics of a run stand on; metrics in order of their stages. */
    public List<MetricCoverage> coverage(String runId) {
        return postgres.transact("reading the coverage of run \"" + runId + "\"", tx -> {
            joinWhole(tx);
            return MetricCoverages.of(tx, RunRows.load(tx, runId));
        });
    }

    /** How far each stage of a run is, in order: the part of {@link #show} that costs least. */
    public List<StageCount> stages(String runId) {
        return postgres.query("reading the stages of run \"" + runId + "\"", db -> stageCounts(db, runId));
    }

    /**
     * Until the server has looked at the rows of a new run, it expects one or two, and would compare each of 100,000
     * partitions with each.
     */
    private static void joinWhole(DSLContext tx) {
        tx.execute("SET LOCAL enable_nestloop = off");
    }

    private static List<StageCount> stageCounts(DSLContext tx, String runId) {
        return tx.resultQuery(STAGE_COUNTS, runId)
                .fetch(row -> new StageCount(
                        row.get("stage", int.class),
                        row.get("name", String.class),
                        row.get("planned", long.class),
                        row.get("memo_hits", long.class),
                        row.get("executed", long.class),
                        row.get("failed", long.class),
                        row.get("waived", long.class)));
    }

    private static List<WaiverGroup> waiverGroups(DSLContext tx, String runId) {
        return tx.resultQuery(WAIVER_GROUPS, runId)
                .fetch(row -> new WaiverGroup(
                        row.get("waived_by", String.class),
                        row.get("reason", String.class),
                        row.get("code", String.class),
                        row.get("segments", long.class),
                        row.get("first_segment_id", String.class),
                        row.get("distance_m", double.class),
                        row.get("waived_at", OffsetDateTime.class).toInstant()));
    }

    private static List<FailureGroup> failureGroups(DSLContext tx, String runId) {
        return tx.resultQuery(FAILURE_GROUPS, runId)
                .fetch(row -> new FailureGroup(
                        row.get("stage", int.class),
                        row.get("name", String.class),
                        row.get("code", String.class),
                        row.get("count", long.class),
                        row.get("partition", int.class),
                        row.get("segment_id", String.class),
                        row.get("message", String.class)));
    }
}
