package dev.odograph.activity;

import static java.util.Objects.requireNonNull;

import dev.odograph.contract.PlanActivities;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.PlannedRun.StageOutline;
import dev.odograph.contract.Remaining;
import dev.odograph.contract.RemainingRequest;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.OdographException;
import dev.odograph.plan.Stage;
import dev.odograph.spec.StepSpec;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunRequests;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/** Plans runs and looks for what they lack. Thread-safe. */
public final class PlanActivitiesImpl implements PlanActivities {
    private final RunPlanner planner;
    private final RunLedger ledger;
    private final RunRequests requests;
    private final MemoCheck memo;
    private final ScheduledExecutorService timers;

    public PlanActivitiesImpl(
            RunPlanner planner,
            RunLedger ledger,
            RunRequests requests,
            MemoCheck memo,
            ScheduledExecutorService timers) {
        this.planner = planner;
        this.ledger = ledger;
        this.requests = requests;
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
                RunRecord run = pin(runId, input);
                int pass = ledger.beginPass(runId, temporalRunId);
                ledger.setStatus(runId, RunStatus.RUNNING);
                return planned(run, memo.stages(runId), pass, temporalRunId);
            }
        });
    }

    /** What is refused for good is said at once to whoever asked for the run: no run comes of it that could say so. */
    private RunRecord pin(String runId, RunInput input) {
        try {
            return planner.pin(runId, input);
        } catch (OdographException refused) {
            if (refused.code().category() == ErrorCategory.USER) {
                requests.settle(
                        runId,
                        RunStatus.FAILED,
                        refused.code(),
                        refused.getMessage() + ". Run \"" + runId
                                + "\" was not planned: once that is mended, retry it, or start another");
            }
            throw refused;
        }
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
