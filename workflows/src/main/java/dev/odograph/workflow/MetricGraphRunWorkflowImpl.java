package dev.odograph.workflow;

import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.FinishActivities.SettleRequest;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.Operator;
import dev.odograph.contract.Parked;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.RetryPlan;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunLimits;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.SearchAttributes;
import dev.odograph.contract.Waiver;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.workflow.OperatorDesk.Decision;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Interprets the plan of a graph. Registered as workflow type {@code MetricGraphRun}. */
public final class MetricGraphRunWorkflowImpl implements MetricGraphRun {
    private final OperatorDesk desk = new OperatorDesk(runId());
    private final RangeFanOut.Sizes sizes;
    private RunStatus status = RunStatus.PENDING;
    private @Nullable Tally tally;

    public MetricGraphRunWorkflowImpl() {
        this(RangeFanOut.Sizes.DEFAULT);
    }

    /** A run whose histories are to be of other sizes: only for tests, since it decides the order of commands. */
    MetricGraphRunWorkflowImpl(RangeFanOut.Sizes sizes) {
        this.sizes = sizes;
    }

    @Override
    public RunOutcome run(RunInput input, @Nullable Continued continued) {
        describe(input);
        try {
            if (continued != null && continued.parked() != null) {
                awaitOperator(continued.parked());
                return traverse(input, Continued.afresh());
            }
            return traverse(input, continued == null ? Continued.afresh() : continued);
        } catch (CanceledFailure cancelled) {
            throw cancelled(cancelled);
        } catch (ActivityFailure | ChildWorkflowFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw cancelled(failure);
            }
            throw broken(input, failure).close();
        }
    }

    @Override
    public RunProgress progress() {
        return tally == null ? new RunProgress(status, 0, 0, 0, 0, 0, List.of()) : tally.progress(status);
    }

    @Override
    public RetryPlan retryPlan() {
        return desk.retryPlan();
    }

    @Override
    public String retry(@Nullable Operator operator) {
        return desk.retry(operator);
    }

    @Override
    public void validateRetry(@Nullable Operator operator) {
        desk.validate("retry", status, null);
    }

    @Override
    public String waive(Waiver waiver) {
        return desk.waive(waiver);
    }

    @Override
    public void validateWaive(@Nullable Waiver waiver) {
        desk.validate("waive", status, Operator.problem(waiver == null ? null : waiver.asOperator()));
    }

    @Override
    public String abort(Operator operator) {
        return desk.abort(operator);
    }

    @Override
    public void validateAbort(@Nullable Operator operator) {
        desk.validate("abort", status, Operator.problem(operator));
    }

    private void awaitOperator(Parked parked) {
        settle(RunStatus.PARKED);
        Workflow.setCurrentDetails(Words.parked(parked));
        if (desk.await(parked) == Decision.ABORT) {
            Operator by = desk.operator();
            throw ended(
                    RunStatus.FAILED,
                    ErrorCode.RUN_ABORTED.name(),
                    by == null ? "aborted" : "aborted by " + by.by() + ": " + by.reason());
        }
    }

    private RunOutcome traverse(RunInput input, Continued continued) {
        Continued at = continued;
        while (true) {
            PlannedRun plan = ActivityStubs.plan("Plan " + input.graph() + " on " + input.dataset())
                    .plan(input);
            int sincePass = at.sincePass() == 0 ? plan.pass() : at.sincePass();
            Tally counts = new Tally(plan, at.counts());
            tally = counts;
            settle(RunStatus.RUNNING);
            planned(plan);
            RunLimits limits = input.limits() == null ? RunLimits.none() : input.limits();
            Pass pass = new Pass(runId(), plan, sincePass, counts, limits);
            if (RangeFanOut.isNeeded(plan, sizes)) {
                int next = new RangeFanOut(runId(), plan, sincePass, counts, limits, sizes).run(at.from());
                if (next < plan.partitions()) {
                    throw continueAsNew(input, new Continued(sincePass, next, counts.counts(), null));
                }
            } else {
                pass.partitions(0, plan.partitions());
            }
            pass.reduces();
            TemporalFailure failure = null;
            if (counts.failed() == 0) {
                try {
                    return published();
                } catch (ActivityFailure unpublished) {
                    if (unpublished.getCause() instanceof CanceledFailure) {
                        throw unpublished;
                    }
                    failure = unpublished;
                }
            }
            Ending ending = failure == null ? unfinished(input, plan, counts) : broken(input, failure);
            // Asked only now, since up to here a reset must do what the history of the run that it was made from says;
            // and recorded, since a replay of a downloaded history does not know the id.
            String here =
                    Workflow.sideEffect(String.class, () -> Workflow.getInfo().getRunId());
            if (plan.temporalRunId().equals(here)) {
                throw ending.close();
            }
            // A reset replayed the failures of the run that it was made from. They may be mended: look again.
            at = Continued.afresh();
        }
    }

    private RunOutcome published() {
        RunOutcome outcome = ActivityStubs.finish("Publish the results").publish(runId());
        settle(RunStatus.SUCCEEDED);
        Workflow.setCurrentDetails(Words.ended(outcome));
        return outcome;
    }

    /** Something is missing: within the owner's budget the run goes on without it, else its policy decides. */
    private Ending unfinished(RunInput input, PlannedRun plan, Tally counts) {
        if (plan.quarantine()
                && ActivityStubs.finish("Does the quarantine budget cover what failed?")
                                .quarantine(runId())
                                .segments()
                        > 0) {
            return () -> continueAsNew(input, Continued.afresh());
        }
        if (input.onFailure() == FailurePolicy.PARK) {
            return park(input, "", "");
        }
        RunOutcome outcome = ActivityStubs.finish("Record what is missing")
                .settle(new SettleRequest(runId(), RunStatus.FAILED, "", ""));
        settle(RunStatus.FAILED);
        Workflow.setCurrentDetails(Words.ended(outcome));
        return () -> ApplicationFailure.newNonRetryableFailure(
                counts.failed() + " of " + counts.progress(status).outputs() + " outputs failed.\n" + outcome.summary(),
                ErrorCode.RUN_INCOMPLETE.name(),
                outcome);
    }

    /** Planning, looking or publishing itself failed for good: the run cannot go on by itself. */
    private Ending broken(RunInput input, TemporalFailure failure) {
        Throwable deepest = failure;
        while (deepest.getCause() instanceof TemporalFailure cause) {
            deepest = cause;
        }
        String code = ErrorCode.INTERNAL_ERROR.name();
        String message = String.valueOf(deepest);
        if (deepest instanceof ApplicationFailure known) {
            code = known.getType();
            message = known.getOriginalMessage();
        }
        if (tally == null) {
            // No plan: the ledger knows no such run, or one that another input has pinned.
            settle(RunStatus.FAILED);
            ApplicationFailure unplanned = ApplicationFailure.newNonRetryableFailure(message, code);
            return () -> unplanned;
        }
        if (input.onFailure() == FailurePolicy.PARK && ErrorCode.category(code) != ErrorCategory.USER) {
            return park(input, code, message);
        }
        ApplicationFailure ended = ended(RunStatus.FAILED, code, message);
        return () -> ended;
    }

    private ApplicationFailure ended(RunStatus end, String code, String message) {
        settle(end);
        RunOutcome outcome =
                ActivityStubs.finish("Record the end").settle(new SettleRequest(runId(), end, code, message));
        Workflow.setCurrentDetails(Words.ended(outcome));
        return ApplicationFailure.newNonRetryableFailure(message, code, outcome);
    }

    /** Waits for an operator in a run of its own, so that weeks of waiting pin neither a history nor a version. */
    private Ending park(RunInput input, String code, String message) {
        Parked parked = ActivityStubs.finish("Record what is missing")
                .park(new SettleRequest(runId(), RunStatus.PARKED, code, message));
        return () -> continueAsNew(input, Continued.parked(parked));
    }

    /** Never returns. */
    private static RuntimeException continueAsNew(RunInput input, Continued continued) {
        Workflow.newContinueAsNewStub(MetricGraphRun.class).run(input, continued);
        return new IllegalStateException("a run that continues as new goes on");
    }

    /** How an execution closes, once it is known that it may. */
    @FunctionalInterface
    private interface Ending {
        RuntimeException close();
    }

    private RuntimeException cancelled(RuntimeException cause) {
        CancellationScope cleanUp = Workflow.newDetachedCancellationScope(() -> {
            settle(RunStatus.CANCELLED);
            try {
                RunOutcome outcome = ActivityStubs.finish("Record the cancellation")
                        .settle(new SettleRequest(
                                runId(), RunStatus.CANCELLED, ErrorCode.RUN_CANCELLED.name(), "cancelled by request"));
                Workflow.setCurrentDetails(Words.ended(outcome));
            } catch (ActivityFailure unrecorded) {
                // Cancelled before it was planned: the ledger knows no such run.
                if (!(unrecorded.getCause() instanceof ApplicationFailure known
                        && known.getType().equals(ErrorCode.RUN_NOT_FOUND.name()))) {
                    throw unrecorded;
                }
            }
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
