package dev.odograph.query;

import dev.odograph.contract.RunStatus;
import dev.odograph.contract.SegmentSample;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.BrokenRule;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunReport.WaiverGroup;
import dev.odograph.store.lineage.Totals;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as command line and pages show it, also its JSON form.
 *
 * @param runId its id
 * @param status where it stands
 * @param graph its graph
 * @param graphVersion the graph's version
 * @param dataset its dataset
 * @param datasetVersion the dataset's version
 * @param sample which segments of the dataset it takes; null for all
 * @param purpose what it is for
 * @param passes number of passes
 * @param partitions number of partitions
 * @param outputs outputs planned
 * @param executed outputs computed
 * @param reused outputs that were there already
 * @param failed outputs that failed
 * @param startedAt when its first pass began; null before
 * @param finishedAt when it was settled; null before
 * @param failureCode error code; null unless it failed
 * @param failureMessage reason; null unless it failed
 * @param stages its stages
 * @param failures what failed and why
 * @param coverage what its metrics stand on
 * @param waivers what it does without
 * @param brokenRules rules of checks that its rows break
 */
public record RunView(
        String runId,
        RunStatus status,
        String graph,
        String graphVersion,
        String dataset,
        long datasetVersion,
        @Nullable SegmentSample sample,
        String purpose,
        int passes,
        int partitions,
        long outputs,
        long executed,
        long reused,
        long failed,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failureCode,
        @Nullable String failureMessage,
        List<StageCount> stages,
        List<FailureGroup> failures,
        List<Coverage> coverage,
        List<WaiverGroup> waivers,
        List<BrokenRule> brokenRules) {
    /** What a metric stands on. */
    public record Coverage(
            String metric,
            String version,
            long segments,
            long plannedSegments,
            double km,
            double plannedKm,
            double hours,
            double plannedHours) {
        static Coverage of(MetricCoverage coverage) {
            Totals done = coverage.done();
            Totals planned = coverage.planned();
            return new Coverage(
                    coverage.metric(),
                    coverage.version().toString(),
                    done.segments(),
                    planned.segments(),
                    done.kilometres(),
                    planned.kilometres(),
                    done.hours(),
                    planned.hours());
        }
    }

    /** The view of a report. */
    public static RunView of(RunReport report) {
        return new RunView(
                report.run().runId(),
                report.run().status(),
                report.run().plan().spec().name(),
                report.run().plan().spec().version().toString(),
                report.run().plan().dataset(),
                report.run().plan().datasetVersion(),
                report.run().plan().sample(),
                report.run().plan().purpose().toString(),
                report.passes(),
                report.run().partitions(),
                report.stages().stream().mapToLong(StageCount::planned).sum(),
                report.stages().stream().mapToLong(StageCount::executed).sum(),
                report.stages().stream().mapToLong(StageCount::memoHits).sum(),
                report.stages().stream().mapToLong(StageCount::failed).sum(),
                report.run().startedAt(),
                report.run().finishedAt(),
                report.run().failureCode(),
                report.run().failureMessage(),
                report.stages(),
                report.failures(),
                report.coverage().stream().map(Coverage::of).toList(),
                report.waivers(),
                report.brokenRules());
    }
}
