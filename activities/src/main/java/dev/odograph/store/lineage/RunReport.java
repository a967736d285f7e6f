package dev.odograph.store.lineage;

import dev.odograph.spec.Severity;
import dev.odograph.spec.Version;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.step.Violation.Sample;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, stage by stage.
 *
 * @param run the run
 * @param passes number of its passes
 * @param stages its stages in order
 * @param failures what failed and has not been mended, grouped by stage and code
 * @param coverage what its metrics stand on
 * @param waivers what it does without, by whose decision
 * @param brokenRules the rules of checks that its rows break
 */
public record RunReport(
        RunRecord run,
        int passes,
        List<StageCount> stages,
        List<FailureGroup> failures,
        List<MetricCoverage> coverage,
        List<WaiverGroup> waivers,
        List<BrokenRule> brokenRules) {
    public RunReport {
        stages = List.copyOf(stages);
        failures = List.copyOf(failures);
        coverage = List.copyOf(coverage);
        waivers = List.copyOf(waivers);
        brokenRules = List.copyOf(brokenRules);
    }

    /**
     * A rule that is broken.
     *
     * @param step the check
     * @param rule the rule in words
     * @param severity what the rule makes of it
     * @param outcome the worst that became of a partition by it
     * @param segments segments that break it, as far as they are named
     * @param violations rows that break it; of a rule about segments as a whole, segments
     * @param rows rows that were checked in those segments
     * @param firstSegmentId the first of the segments; empty where none is named
     * @param sample the first row that is kept; null where none is
     */
    public record BrokenRule(
            String step,
            String rule,
            Severity severity,
            Outcome outcome,
            long segments,
            long violations,
            long rows,
            String firstSegmentId,
            @Nullable Sample sample) {}

    /**
     * Outputs of one stage.
     *
     * @param stage index of the stage
     * @param name name of the stage
     * @param planned outputs that are planned
     * @param memoHits outputs that were there already
     * @param executed outputs that were executed and committed
     * @param failed outputs that failed
     * @param waived outputs that are done without
     */
    public record StageCount(
            int stage, String name, long planned, long memoHits, long executed, long failed, long waived) {
        /** Outputs that are committed. */
        public long committed() {
            return memoHits + executed;
        }

        /** Outputs that nothing became of yet. */
        public long pending() {
            return planned - committed() - failed - waived;
        }
    }

    /**
     * Failures of one stage with one code.
     *
     * @param stage index of the stage
     * @param name name of the stage
     * @param code error code
     * @param count number of partitions
     * @param partition the first of them
     * @param segmentId the segment that the first one failed at; null where that is not known
     * @param message message of the first one
     */
    public record FailureGroup(
            int stage,
            String name,
            String code,
            long count,
            int partition,
            @Nullable String segmentId,
            String message) {}

    /**
     * Segments that a run does without by one decision.
     *
     * @param by who decided
     * @param reason in their words
     * @param code what was wrong with the segments; null where nothing was
     * @param segments number of segments
     * @param firstSegmentId the first of them
     * @param distanceM metres driven in them
     * @param waivedAt when the last of them was waived
     */
    public record WaiverGroup(
            String by,
            String reason,
            @Nullable String code,
            long segments,
            String firstSegmentId,
            double distanceM,
            Instant waivedAt) {}

    /**
     * What part of the planned recordings a metric stands on.
     *
     * @param metric name of the metric
     * @param version its version
     * @param planned what the run planned
     * @param done what is committed
     */
    public record MetricCoverage(String metric, Version version, Totals planned, Totals done) {}
}
