package dev.odograph.activity;

import dev.odograph.contract.FinishActivities;
import dev.odograph.contract.Parked;
import dev.odograph.contract.RetryPlan;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.OdographException;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends runs. Thread-safe. */
public final class FinishActivitiesImpl implements FinishActivities {
    private static final Logger LOG = LoggerFactory.getLogger(FinishActivitiesImpl.class);

    private final RunLedger runs;
    private final RunReader reader;
    private final Publications publications;
    private final Mirror mirror;
    private final Waiving waiving;
    private final ScheduledExecutorService timers;

    public FinishActivitiesImpl(
            RunLedger runs,
            RunReader reader,
            Publications publications,
            Mirror mirror,
            Waiving waiving,
            ScheduledExecutorService timers) {
        this.runs = runs;
        this.reader = reader;
        this.publications = publications;
        this.mirror = mirror;
        this.waiving = waiving;
        this.timers = timers;
    }

    @Override
    public RunOutcome publish(String runId) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        return Failures.mapped(context.getInfo().getAttempt(), () -> {
            try (Beat beat = new Beat(context, timers)) {
                beat.at("waiting until ClickHouse shows every batch");
                mirror.awaitMirrored(runId);
                publications.publish(runId);
                mirror.awaitMirrored(runId);
                runs.finish(runId, RunStatus.SUCCEEDED, null, null);
                return outcome(runId, RunStatus.SUCCEEDED);
            }
        });
    }

    @Override
    public Parked park(SettleRequest request) {
        return Failures.mapped(Activity.getExecutionContext().getInfo().getAttempt(), () -> {
            showCommitted(request.runId());
            RunReport report = reader.show(request.runId());
            Cause cause = Cause.of(request, report);
            runs.park(request.runId(), cause.code(), cause.message());
            return new Parked(outcome(request.runId(), RunStatus.PARKED), retryPlan(report));
        });
    }

    @Override
    public Waived quarantine(String runId) {
        return Failures.mapped(Activity.getExecutionContext().getInfo().getAttempt(), () -> waiving.quarantine(runId));
    }

    @Override
    public Waived waive(WaiveRequest request) {
        return Failures.mapped(
                Activity.getExecutionContext().getInfo().getAttempt(),
                () -> waiving.waive(request.runId(), request.waiver()));
    }

    @Override
    public RunOutcome settle(SettleRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        return Failures.mapped(context.getInfo().getAttempt(), () -> {
            try (Beat beat = new Beat(context, timers)) {
                beat.at("waiting until ClickHouse shows what was committed");
                showCommitted(request.runId());
                RunReport report = reader.show(request.runId());
                Cause cause = Cause.of(request, report);
                runs.finish(request.runId(), request.status(), cause.code(), cause.message());
                return outcome(request.runId(), request.status());
            }
        });
    }

    /** Whoever reads a run that ended incomplete sees what it did commit, unless a store is what it failed for. */
    private void showCommitted(String runId) {
        try {
            mirror.awaitMirrored(runId);
        } catch (OdographException e) {
            LOG.warn("Run {} ends before ClickHouse shows all that it committed: {}", runId, e.getMessage());
        }
    }

    private static RetryPlan retryPlan(RunReport report) {
        List<RetryPlan.StageRetry> stages = report.stages().stream()
                .map(stage ->
                        new RetryPlan.StageRetry(stage.name(), stage.failed() + stage.pending(), stage.committed()))
                .toList();
        return new RetryPlan(
                stages.stream().mapToLong(RetryPlan.StageRetry::execute).sum(),
                stages.stream().mapToLong(RetryPlan.StageRetry::reuse).sum(),
                stages);
    }

    /** What the ledger keeps as the reason: the request's, or that of the commonest failure. */
    private record Cause(String code, String message) {
        static Cause of(SettleRequest request, RunReport report) {
            return request.code().isEmpty() && !report.failures().isEmpty()
                    ? new Cause(
                            report.failures().getFirst().code(),
                            report.failures().getFirst().message())
                    : new Cause(request.code(), request.message());
        }
    }

    private RunOutcome outcome(String runId, RunStatus status) {
        RunReport report = reader.show(runId);
        long planned = 0;
        long executed = 0;
        long reused = 0;
        long waived = 0;
        for (RunReport.StageCount stage : report.stages()) {
            planned += stage.planned();
            executed += stage.executed();
            reused += stage.memoHits();
            waived += stage.waived();
        }
        return new RunOutcome(
                runId, status, planned, executed, reused, planned - executed - reused - waived, Summary.of(report));
    }
}
