package dev.odograph.activity;

import static java.util.Objects.requireNonNull;

import dev.odograph.contract.PlanActivities;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.PlannedRun.StageOutline;
import dev.odograph.contract.Remaining;
import dev.odograph.contract.RemainingRequest;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.plan.Stage;
import dev.odograph.spec.StepSpec;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/** Plans runs and looks for what they lack. Thread-safe. */
public final class PlanActivitiesImpl implements PlanActivities {
    private final RunPlanner planner;
    private final RunLedger ledger;
    private final MemoCheck memo;
    private final ScheduledExecutorService timers;

    public PlanActivitiesImpl(RunPlanner planner, RunLedger ledger, MemoCheck memo, ScheduledExecutorService timers) {
        this.planner = planner;
        this.ledger = ledger;
        this.memo = memo;
        this.timers = timers;
    }

    @Override
    public PlannedRun plan(RunInput input) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        String runId = requireNonNull(context.getInfo().getWorkflowId(), "a run's activity has a workflow");
        String temporalRunId = requireNonNull(context.getInfo().getRunId(), "a run's activity has a workflow run");
        return Failures.mapped(context.getInfo().getAttempt(), () -> {
            try (Beat beat = new Beat(context, timers)) {
                beat.at("planning");
                RunRecord run = planner.pin(runId, input);
                int pass = ledger.beginPass(runId, temporalRunId);
                ledger.setStatus(runId, RunStatus.RUNNING);
                return planned(run, memo.stages(runId), pass, temporalRunId);
            }
        });
    }

    @Override
    public Remaining findRemaining(RemainingRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        return Failures.mapped(context.getInfo().getAttempt(), () -> {
            try (Beat beat = new Beat(context, timers)) {
                beat.at("looking for what is there");
                return memo.findRemaining(request);
            }
        });
    }

    private static PlannedRun planned(RunRecord run, List<Stage> stages, int pass, String temporalRunId) {
        return new PlannedRun(
                pass,
                temporalRunId,
                run.plan().spec().version().toString(),
                run.plan().dataset() + "@" + run.plan().datasetVersion(),
                run.plan().spec().owner(),
                stages.stream().map(PlanActivitiesImpl::outline).toList(),
                run.partitions(),
                run.planned().segments(),
                run.plan().spec().quarantine() != null);
    }

    private static StageOutline outline(Stage stage) {
        String what = stage.steps().stream()
                .map(step -> step.name() + " (" + step.kind() + ")")
                .collect(Collectors.joining(" → "));
        return new StageOutline(
                stage.name(),
                what,
                stage.steps().stream().map(StepSpec::name).toList(),
                stage.inputs(),
                stage.reduce());
    }
}
