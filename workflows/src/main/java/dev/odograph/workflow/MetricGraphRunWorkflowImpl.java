package dev.odograph.workflow;

import dev.odograph.contract.FinishActivities.SettleRequest;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.SearchAttributes;
import dev.odograph.error.ErrorCode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Interprets the plan of a graph. Registered as workflow type {@code MetricGraphRun}. */
public final class MetricGraphRunWorkflowImpl implements MetricGraphRun {
    private RunStatus status = RunStatus.PENDING;
    private @Nullable Tally tally;

    @Override
    public RunOutcome run(RunInput input, @Nullable Continued continued) {
        describe(input);
        try {
            return traverse(input, continued);
        } catch (CanceledFailure cancelled) {
            throw cancelled(cancelled);
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw cancelled(failure);
            }
            throw broken(failure);
        }
    }

    @Override
    public RunProgress progress() {
        return tally == null ? new RunProgress(status, 0, 0, 0, 0, 0, List.of()) : tally.progress(status);
    }

    private RunOutcome traverse(RunInput input, @Nullable Continued continued) {
        Continued at = continued;
        while (true) {
            PlannedRun plan = ActivityStubs.plan("Plan " + input.graph() + " on " + input.dataset())
                    .plan(input);
            int sincePass = at == null ? plan.pass() : at.sincePass();
            Tally counts = new Tally(plan, at == null ? 0 : at.failed());
            tally = counts;
            settle(RunStatus.RUNNING);
            planned(plan);
            if (!new Pass(runId(), input.purpose(), plan, sincePass, counts).run()) {
                Workflow.newContinueAsNewStub(MetricGraphRun.class)
                        .run(input, new Continued(sincePass, counts.failed()));
            }
            ApplicationFailure failure;
            if (counts.failed() == 0) {
                try {
                    return published();
                } catch (ActivityFailure unpublished) {
                    if (unpublished.getCause() instanceof CanceledFailure) {
                        throw unpublished;
                    }
                    failure = broken(unpublished);
                }
            } else {
                failure = failed(counts);
            }
            // Asked only now, since up to here a reset must do what the history of the run that it was made from says;
            // and recorded, since a replay of a downloaded history does not know the id.
            String here =
                    Workflow.sideEffect(String.class, () -> Workflow.getInfo().getRunId());
            if (plan.temporalRunId().equals(here)) {
                throw failure;
            }
            // A reset replayed the failures of the run that it was made from. They may be mended: look again.
            at = null;
        }
    }

    private RunOutcome published() {
        RunOutcome outcome = ActivityStubs.finish("Publish the results").publish(runId());
        settle(RunStatus.SUCCEEDED);
        Workflow.setCurrentDetails(Words.ended(outcome));
        return outcome;
    }

    private ApplicationFailure failed(Tally counts) {
        RunOutcome outcome = ActivityStubs.finish("Record what is missing")
                .settle(new SettleRequest(runId(), RunStatus.FAILED, "", ""));
        settle(RunStatus.FAILED);
        Workflow.setCurrentDetails(Words.ended(outcome));
        return ApplicationFailure.newNonRetryableFailure(
                counts.failed() + " of " + counts.outputs() + " outputs failed.\n" + outcome.summary(),
                ErrorCode.RUN_INCOMPLETE.name(),
                outcome);
    }

    /** Planning or publishing itself failed for good: the run cannot go on. */
    private ApplicationFailure broken(ActivityFailure failure) {
        String code = failure.getCause() instanceof ApplicationFailure cause
                ? cause.getType()
                : ErrorCode.INTERNAL_ERROR.name();
        String message = failure.getCause() instanceof ApplicationFailure cause
                ? cause.getOriginalMessage()
                : String.valueOf(failure.getCause());
        settle(RunStatus.FAILED);
        if (tally == null) {
            // No plan: the ledger knows no such run, or one that another input has pinned.
            return ApplicationFailure.newNonRetryableFailure(message, code);
        }
        RunOutcome outcome = ActivityStubs.finish("Record the failure")
                .settle(new SettleRequest(runId(), RunStatus.FAILED, code, message));
        Workflow.setCurrentDetails(Words.ended(outcome));
        return ApplicationFailure.newNonRetryableFailure(message, code, outcome);
    }

    private RuntimeException cancelled(RuntimeException cause) {
        CancellationScope cleanUp = Workflow.newDetachedCancellationScope(() -> {
            settle(RunStatus.CANCELLED);
            RunOutcome outcome = ActivityStubs.finish("Record the cancellation")
                    .settle(new SettleRequest(
                            runId(), RunStatus.CANCELLED, ErrorCode.RUN_CANCELLED.name(), "cancelled by request"));
            Workflow.setCurrentDetails(Words.ended(outcome));
        });
        cleanUp.run();
        return cause;
    }

    private void describe(RunInput input) {
        Workflow.upsertTypedSearchAttributes(
                SearchAttributes.GRAPH.valueSet(input.graph()),
                SearchAttributes.DATASET.valueSet(input.dataset()),
                SearchAttributes.PURPOSE.valueSet(input.purpose().toString()),
                SearchAttributes.STATUS.valueSet(status.name()));
    }

    private void planned(PlannedRun plan) {
        Workflow.upsertTypedSearchAttributes(
                SearchAttributes.VERSION.valueSet(plan.version()), SearchAttributes.DATASET.valueSet(plan.dataset()));
        if (plan.owner() != null) {
            Workflow.upsertTypedSearchAttributes(SearchAttributes.OWNER.valueSet(plan.owner()));
        }
    }

    private void settle(RunStatus next) {
        status = next;
        Workflow.upsertTypedSearchAttributes(SearchAttributes.STATUS.valueSet(next.name()));
    }

    private static String runId() {
        return Workflow.getInfo().getWorkflowId();
    }
}
