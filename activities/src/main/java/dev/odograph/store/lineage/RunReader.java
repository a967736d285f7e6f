package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static org.jooq.impl.DSL.noCondition;

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

    /**
     * Where a run stands.
     *
     * @throws dev.odograph.error.OdographException RUN_NOT_FOUND where there is no such run
     */
    public RunReport show(String runId) {
        return postgres.transact("reading run \"" + runId + "\"", tx -> {
            RunRecord run = RunRows.load(tx, runId);
            return new RunReport(
                    run,
                    tx.fetchCount(RUN_PASS, RUN_PASS.RUN_ID.eq(runId)),
                    stageCounts(tx, runId),
                    failureGroups(tx, runId),
                    MetricCoverages.of(tx, run),
                    waiverGroups(tx, runId));
        });
    }

    /** What the metrics of a run stand on; metrics in order of their stages. */
    public List<MetricCoverage> coverage(String runId) {
        return postgres.transact(
                "reading the coverage of run \"" + runId + "\"", tx -> MetricCoverages.of(tx, RunRows.load(tx, runId)));
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
