package dev.odograph.regression;

import static java.util.Objects.requireNonNull;

import dev.odograph.contract.RegressionActivities.SideFailure;
import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.query.UnplannedRun;
import dev.odograph.spec.GraphSpec;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one side's run ended.
 *
 * @param side {@code base} or {@code head}
 * @param runId its run
 * @param failure how it failed; null where it succeeded
 * @param report the run; null where it was not planned
 */
record EndedRun(
        String side,
        String runId,
        @Nullable SideFailure failure,
        @Nullable RunReport report) {
    boolean failed() {
        return failure != null;
    }

    /** The run, which one that succeeded has. */
    RunReport planned() {
        return requireNonNull(report, "a run that succeeded was planned");
    }

    GraphSpec spec() {
        return planned().run().plan().spec();
    }

    /** Whether it failed by its code or its data. */
    boolean broken() {
        return failed() && !codes().stream().allMatch(EndedRun::isExternal);
    }

    private static boolean isExternal(String code) {
        return code.equals(ErrorCode.RUN_CANCELLED.name())
                || code.equals(ErrorCode.RUN_TERMINATED.name())
                || UnplannedRun.code(code).category() == ErrorCategory.EXTERNAL;
    }

    /** What went wrong: of a run that ended incomplete, what its outputs failed for. */
    private List<String> codes() {
        if (failure == null) {
            return List.of();
        }
        List<FailureGroup> groups = groups();
        return failure.code().equals(ErrorCode.RUN_INCOMPLETE.name()) && !groups.isEmpty()
                ? groups.stream().map(FailureGroup::code).distinct().toList()
                : List.of(failure.code());
    }

    private List<FailureGroup> groups() {
        return report == null ? List.of() : report.failures();
    }

    Gate gate() {
        if (failure == null) {
            return new Gate("run", side, null, Passage.PASS, "Run " + runId + " succeeded");
        }
        StringBuilder why = new StringBuilder("Run " + runId + " failed: ");
        List<FailureGroup> groups = groups();
        if (groups.isEmpty()) {
            why.append(failure.code()).append(": ").append(failure.message());
        } else {
            for (FailureGroup group : groups.subList(0, Math.min(3, groups.size()))) {
                why.append(group.code())
                        .append(" in stage ")
                        .append(group.name())
                        .append(", ")
                        .append(group.count())
                        .append(group.count() == 1 ? " partition" : " partitions")
                        .append(group.segmentId() == null ? "" : ", first segment " + group.segmentId())
                        .append(": ")
                        .append(group.message())
                        .append(". ");
            }
            why.append("./odograph runs show ").append(runId).append(" says all of it");
        }
        return new Gate("run", side, null, Passage.FAIL, why.toString());
    }
}
