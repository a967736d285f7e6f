package dev.odograph.query;

import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.OdographException;
import dev.odograph.query.HeatMaps.Range;
import dev.odograph.query.RunDetail.Origin;
import dev.odograph.query.RunDetail.Parameter;
import dev.odograph.query.RunDetail.Pass;
import dev.odograph.query.RunDetail.Shown;
import dev.odograph.spec.GraphSpec;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunViolation;
import dev.odograph.store.lineage.RunViolations;
import dev.odograph.store.lineage.StageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Reads {@link RunDetail}s. What costs much of a run of many partitions is kept for a while. Thread-safe. */
public final class RunDetails {
    private static final String RECENT = Sql.resource("run_recent.sql");
    private static final Duration FRESH = Duration.ofMillis(700);
    /** The span of time that the speed of a run is taken from. */
    private static final double RECENT_S = 60;

    private final Postgres postgres;
    private final RunReader reader;
    private final RunLedger ledger;
    private final RunViolations violations;
    private final Executions executions;
    private final Kept<String, Facts> facts;
    private final Kept<Zoom, HeatMap> zooms;

    /**
     * A reader.
     *
     * @param behind makes newer answers while older ones are given
     */
    public RunDetails(Postgres postgres, Executions executions, Executor behind) {
        this.postgres = postgres;
        this.reader = new RunReader(postgres);
        this.ledger = new RunLedger(postgres);
        this.violations = new RunViolations(postgres);
        this.executions = executions;
        this.facts = new Kept<>(behind, FRESH);
        this.zooms = new Kept<>(behind, FRESH);
    }

    private record Zoom(String runId, Range range) {}

    /** What tells whether an answer about a run that is settled still holds. */
    private record Stamp(
            RunStatus status,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            int passes) {}

    private record Facts(
            Instant at,
            RunReport report,
            List<StageRecord> stages,
            GraphDrawing drawing,
            HeatMap heat,
            @Nullable CriticalPath path,
            List<RunViolation> violations,
            long recent) {}

    /**
     * A run; empty where the ledger does not know it.
     *
     * @param from the first partition of the heat map, counted from 1; null for the first of all
     * @param to the last one; null for the last of all
     * @throws OdographException ARGUMENT_INVALID where the partitions are none of the run's
     */
    public Optional<RunDetail> find(String runId, @Nullable String from, @Nullable String to) {
        Optional<RunRecord> found = ledger.find(runId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        RunRecord run = found.get();
        Range range = Range.of(from, to, run.partitions());
        List<Pass> passes = passes(runId);
        boolean settled = run.status().settled();
        Stamp stamp = new Stamp(run.status(), run.startedAt(), run.finishedAt(), passes.size());
        Facts known = facts.of(runId, stamp, settled, () -> read(runId));
        HeatMap heat = range.equals(Range.of(null, null, run.partitions()))
                ? known.heat
                : zooms.of(new Zoom(runId, range), stamp, settled, () -> heat(runId, known.stages, run, range));
        AtWork atWork = settled ? AtWork.NOTHING : executions.atWork(runId);
        return Optional.of(new RunDetail(
                known.at,
                RunView.of(known.report),
                origin(run),
                passes,
                known.drawing,
                stages(known, atWork),
                heat,
                known.path,
                atWork,
                known.violations,
                run.status() == RunStatus.RUNNING ? left(known, passes) : null,
                shown(runId)));
    }

    /** The error for an id that is no run's, with ids that may be meant. */
    public OdographException unknown(String runId) {
        return RunNames.unknown(postgres, runId);
    }

    private Facts read(String runId) {
        Instant at = Instant.now();
        RunReport report = reader.show(runId);
        List<StageRecord> stages = ledger.stages(runId);
        RunRecord run = report.run();
        return new Facts(
                at,
                report,
                stages,
                GraphLayout.draw(run.plan().spec(), stages),
                heat(runId, stages, run, Range.of(null, null, run.partitions())),
                postgres.query(
                                "looking for what run \"" + runId + "\" waited for",
                                db -> CriticalPaths.find(db, runId, stages))
                        .orElse(null),
                report.brokenRules().isEmpty() ? List.of() : violations.list(runId, RunDetail.VIOLATIONS),
                run.status() == RunStatus.RUNNING ? recent(runId) : 0);
    }

    private HeatMap heat(String runId, List<StageRecord> stages, RunRecord run, Range range) {
        return postgres.query(
                "reading the partitions of run \"" + runId + "\"",
                db -> HeatMaps.load(db, runId, stages, run.partitions(), range));
    }

    private long recent(String runId) {
        return postgres.query(
                "reading the speed of run \"" + runId + "\"",
                db -> db.resultQuery(RECENT, RECENT_S, runId).fetchSingle().get("executed", long.class));
    }

    private static @Nullable Double left(Facts known, List<Pass> passes) {
        long pending =
                known.report.stages().stream().mapToLong(StageCount::pending).sum();
        if (known.recent == 0 || passes.isEmpty()) {
            return null;
        }
        double underWay =
                Duration.between(passes.getLast().startedAt(), known.at).toMillis() / 1000.0;
        return pending * Math.clamp(underWay, 0.1, RECENT_S) / known.recent;
    }

    private List<Pass> passes(String runId) {
        return postgres.query(
                "listing passes of run \"" + runId + "\"",
                db -> db.selectFrom(RUN_PASS)
                        .where(RUN_PASS.RUN_ID.eq(runId))
                        .orderBy(RUN_PASS.PASS)
                        .fetch(row -> new Pass(
                                row.getPass(),
                                row.getTemporalRunId(),
                                row.getStartedAt().toInstant())));
    }

    private List<Shown> shown(String runId) {
        return postgres.query(
                "listing channels that show run \"" + runId + "\"",
                db -> db.selectFrom(PUBLICATION)
                        .where(PUBLICATION.RUN_ID.eq(runId))
                        .orderBy(PUBLICATION.CHANNEL, PUBLICATION.METRIC)
                        .fetch(row -> new Shown(row.getMetric(), row.getChannel(), row.getPinned())));
    }

    private static List<RunDetail.Stage> stages(Facts known, AtWork atWork) {
        return known.report.stages().stream()
                .map(count -> {
                    StageRecord stage = known.stages.get(count.stage());
                    return new RunDetail.Stage(
                            count.stage(),
                            count.name(),
                            stage.steps(),
                            stage.reduce(),
                            stage.fingerprint(),
                            count.planned(),
                            count.executed(),
                            count.memoHits(),
                            count.failed(),
                            count.waived(),
                            Math.min(atWork.on(stage.name()), Math.max(0, count.pending() + count.failed())));
                })
                .toList();
    }

    private static Origin origin(RunRecord run) {
        NewRun plan = run.plan();
        GraphSpec spec = plan.spec();
        return new Origin(
                spec.namespace(),
                spec.owner(),
                spec.description(),
                plan.branch(),
                plan.bundleDigest(),
                plan.datasetId(),
                plan.failurePolicy().toString(),
                run.createdAt(),
                plan.inputDigest(),
                spec.parameters().stream()
                        .map(parameter -> {
                            Object value = plan.parameters().getOrDefault(parameter.name(), parameter.defaultValue());
                            return new Parameter(
                                    parameter.name(),
                                    value.toString(),
                                    parameter.unit(),
                                    !Objects.equals(value, parameter.defaultValue()));
                        })
                        .toList());
    }
}
