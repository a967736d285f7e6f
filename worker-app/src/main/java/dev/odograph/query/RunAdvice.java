package dev.odograph.query;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.plan.Partition;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import java.util.List;

/** What an operator can do about a run, as commands to copy. */
public final class RunAdvice {
    private RunAdvice() {}

    /**
     * Something to do.
     *
     * @param text what for
     * @param command how
     */
    public record Step(String text, String command) {}

    /**
     * A command that shows a cause: the failure again, or the server that did not answer.
     *
     * @param home what commands need to find the stack, with a blank before it; empty for the default
     */
    public static Step look(String runId, FailureGroup failure, String home) {
        if (failure.code().endsWith("_UNAVAILABLE")
                && ErrorCode.category(failure.code()) == ErrorCategory.EXTERNAL
                && !failure.code().equals(ErrorCode.ARTIFACT_UNAVAILABLE.name())) {
            return new Step("Look at the server", "./odograph status" + home);
        }
        if (failure.code().equals(ErrorCode.CHECK_FAILED.name())) {
            return new Step("See the rows", "./odograph runs violations " + Figures.shell(runId) + home);
        }
        return new Step(
                "See it again",
                "./odograph runs reproduce " + Figures.shell(runId) + " " + failure.name()
                        + (failure.partition() == Partition.ALL ? "" : " " + (failure.partition() + 1)) + home);
    }

    /** What to do next about a run that has failures, or failed. */
    public static List<Step> next(RunStatus status, String runId, String home) {
        String id = Figures.shell(runId) + home;
        return switch (status) {
            case PENDING, RUNNING ->
                List.of(new Step("It goes on, and tries again what may mend itself", "./odograph runs watch " + id));
            case PARKED ->
                List.of(
                        new Step("Mend the cause, then", "./odograph runs retry " + id),
                        new Step("Or do without", "./odograph runs waive " + id + " --by NAME --reason TEXT"));
            case FAILED, CANCELLED -> List.of(new Step("Mend the cause, then", "./odograph runs retry " + id));
            case SUCCEEDED -> List.of();
        };
    }
}
