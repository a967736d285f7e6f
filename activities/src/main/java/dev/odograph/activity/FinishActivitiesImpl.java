package dev.odograph.activity;

import dev.odograph.contract.FinishActivities;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunStatus;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.concurrent.ScheduledExecutorService;

/** Ends runs. Thread-safe. */
public final class FinishActivitiesImpl implements FinishActivities {
    private final RunLedger runs;
    private final RunReader reader;
    private final Publications publications;
    private final Mirror mirror;
    private final ScheduledExecutorService timers;

    public FinishActivitiesImpl(
            RunLedger runs,
            RunReader reader,
            Publications publications,
            Mirror mirror,
            ScheduledExecutorService timers) {
        this.runs = runs;
        this.reader = reader;
        this.publications = publications;
        this.mirror = mirror;
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
    public RunOutcome settle(SettleRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        return Failures.mapped(context.getInfo().getAttempt(), () -> {
            RunReport report = reader.show(request.runId());
            String code = request.code();
            String message = request.message();
            if (code.isEmpty() && !report.failures().isEmpty()) {
                code = report.failures().getFirst().code();
                message = report.failures().getFirst().message();
            }
            runs.finish(request.runId(), request.status(), code, message);
            return outcome(request.runId(), request.status());
        });
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
