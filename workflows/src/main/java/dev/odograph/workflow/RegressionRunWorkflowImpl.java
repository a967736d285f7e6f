package dev.odograph.workflow;

import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RegressionActivities.JudgeRequest;
import dev.odograph.contract.RegressionActivities.SideFailure;
import dev.odograph.contract.RegressionInput;
import dev.odograph.contract.RegressionOutcome;
import dev.odograph.contract.RegressionRules;
import dev.odograph.contract.RegressionRun;
import dev.odograph.contract.RepeatActivities.RepeatRequest;
import dev.odograph.contract.RepeatActivities.Repeated;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.SearchAttributes;
import dev.odograph.error.ErrorCode;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a base and a head and has them judged. Registered as workflow type {@code RegressionRun}. */
public final class RegressionRunWorkflowImpl implements RegressionRun {
    private String progress = "The runs are being started";

    @Override
    public RegressionOutcome run(RegressionInput input) {
        Workflow.upsertTypedSearchAttributes(
                SearchAttributes.GRAPH.valueSet(input.head().graph()),
                SearchAttributes.DATASET.valueSet(input.head().dataset()),
                SearchAttributes.PURPOSE.valueSet(Purpose.CI.toString()));
        Promise<RunOutcome> base = start("Base", input.baseRunId(), input.base());
        Promise<RunOutcome> head = start("Head", input.headRunId(), input.head());
        now("Base " + input.baseRunId() + " and head " + input.headRunId() + " are under way");
        SideFailure baseFailure;
        SideFailure headFailure;
        try {
            baseFailure = failure(base);
            headFailure = failure(head);
        } catch (ChildWorkflowFailure cancelled) {
            // Who takes this one's place finds nothing of it under way.
            awaitEnd(base);
            awaitEnd(head);
            throw cancelled;
        }
        List<Repeated> repeated =
                baseFailure == null && headFailure == null ? repeat(input.headRunId(), input.rules()) : List.of();
        now("Both runs have ended and are judged");
        RegressionOutcome outcome = ActivityStubs.judge("Judge " + input.headRunId() + " by " + input.baseRunId())
                .judge(new JudgeRequest(input, baseFailure, headFailure, repeated));
        now(outcome.summary());
        return outcome;
    }

    @Override
    public String progress() {
        return progress;
    }

    private void now(String words) {
        progress = words;
        Workflow.setCurrentDetails(words);
    }

    private List<Repeated> repeat(String runId, RegressionRules rules) {
        int repeats = Math.min(rules.repeats(), RegressionRules.MOST_REPEATS);
        if (repeats > 0) {
            now("Both runs have succeeded; outputs of the head are computed again, " + repeats + " times");
        }
        List<Promise<Repeated>> rounds = new ArrayList<>();
        for (int round = 1; round <= repeats; round++) {
            RepeatRequest request = new RepeatRequest(runId);
            rounds.add(Async.function(ActivityStubs.repeat("Repetition " + round + " of " + runId)::repeat, request));
        }
        return rounds.stream().map(Promise::get).toList();
    }

    private static Promise<RunOutcome> start(String side, String runId, RunInput input) {
        MetricGraphRun run = Workflow.newChildWorkflowStub(
                MetricGraphRun.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(runId)
                        .setWorkflowIdReusePolicy(
                                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                        .setStaticSummary(side + ": " + input.graph() + " on " + input.dataset())
                        .build());
        return Async.function(run::run, input, null);
    }

    private static void awaitEnd(Promise<RunOutcome> run) {
        try {
            var unused = run.get();
        } catch (ChildWorkflowFailure ended) {
            // As it should.
        }
    }

    /** Waits for a run; what it ends with is for the judge, unless this workflow itself is cancelled. */
    private static @Nullable SideFailure failure(Promise<RunOutcome> run) {
        try {
            var unused = run.get();
            return null;
        } catch (ChildWorkflowFailure failed) {
            if (CancellationScope.current().isCancelRequested()) {
                throw failed;
            }
            return switch (failed.getCause()) {
                case ApplicationFailure known -> new SideFailure(known.getType(), known.getOriginalMessage());
                case CanceledFailure cancelled -> new SideFailure(ErrorCode.RUN_CANCELLED.name(), "it was cancelled");
                case null, default ->
                    new SideFailure(
                            ErrorCode.RUN_TERMINATED.name(), "it ended without saying why: " + failed.getCause());
            };
        }
    }
}
