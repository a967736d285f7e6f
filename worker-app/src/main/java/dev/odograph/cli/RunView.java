package dev.odograph.cli;

import dev.odograph.contract.RunStatus;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunReport.WaiverGroup;
import dev.odograph.store.lineage.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as the command line shows it, also its JSON form.
 *
 * @param runId its id
 * @param status where it stands
 * @param graph its graph
 * @param graphVersion the graph's version
 * @param dataset its dataset
 * @param datasetVersion the dataset's version
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
 */
record RunView(
        String runId,
        RunStatus status,
        String graph,
        String graphVersion,
        String dataset,
        long datasetVersion,
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
        List<WaiverGroup> waivers) {
    private static final int MESSAGE = 300;

    /** What a metric stands on. */
    record Coverage(
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

    static RunView of(RunReport report) {
        return new RunView(
                report.run().runId(),
                report.run().status(),
                report.run().plan().spec().name(),
                report.run().plan().spec().version().toString(),
                report.run().plan().dataset(),
                report.run().plan().datasetVersion(),
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
                report.waivers());
    }

    static void print(RunReport report, Console console) {
        print(report, console, Map.of());
    }

    /** Prints a run; with commands by segment that show a failure again. */
    static void print(RunReport report, Console console, Map<String, String> reproductions) {
        RunView run = of(report);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Run", run.runId());
        facts.put("Status", run.status() + (run.failureCode() == null ? "" : " (" + run.failureCode() + ")"));
        facts.put(
                "Graph", run.graph() + " " + run.graphVersion() + " on " + run.dataset() + "@" + run.datasetVersion());
        if (run.startedAt() != null && run.finishedAt() != null) {
            facts.put("Took", Text.duration(Duration.between(run.startedAt(), run.finishedAt())));
        }
        facts.put(
                "Outputs",
                run.outputs() + " planned, " + run.executed() + " computed, " + run.reused() + " reused, "
                        + run.failed() + " failed");
        console.facts(facts);
        if (run.status() == RunStatus.SUCCEEDED && run.executed() == 0) {
            console.print("Everything was there already: no step was executed.");
        }
        console.print("");
        console.table(
                List.of("STAGE", "PLANNED", "COMPUTED", "REUSED", "FAILED", "WAIVED"),
                run.stages().stream()
                        .map(stage -> List.of(
                                stage.name(),
                                Text.number(stage.planned()),
                                Text.number(stage.executed()),
                                Text.number(stage.memoHits()),
                                Text.number(stage.failed()),
                                Text.number(stage.waived())))
                        .toList());
        console.print("");
        console.table(
                List.of("METRIC", "SEGMENTS", "OF", "KM", "OF", "HOURS", "OF"),
                run.coverage().stream()
                        .map(c -> List.of(
                                c.metric() + " " + c.version(),
                                Text.number(c.segments()),
                                Text.number(c.plannedSegments()),
                                Text.number(c.km(), 1),
                                Text.number(c.plannedKm(), 1),
                                Text.number(c.hours(), 2),
                                Text.number(c.plannedHours(), 2)))
                        .toList());
        for (WaiverGroup waiver : run.waivers()) {
            console.print("");
            console.print("Without " + waiver.segments() + " segment(s), " + Text.number(waiver.distanceM() / 1000, 1)
                    + " km, first " + waiver.firstSegmentId()
                    + (waiver.code() == null ? "" : " (" + waiver.code() + ")")
                    + ": waived by " + waiver.by() + ", " + waiver.reason());
        }
        if (!run.failures().isEmpty()) {
            console.print("");
            for (FailureGroup failure : run.failures()) {
                console.print(console.bold(failure.code()) + " in stage " + failure.name() + ", " + failure.count()
                        + " partition(s), first "
                        + (failure.segmentId() == null
                                ? "partition " + (failure.partition() + 1)
                                : "segment " + failure.segmentId()));
                console.print("  " + shortened(failure.message()));
                String again = failure.segmentId() == null ? null : reproductions.get(failure.segmentId());
                if (again != null) {
                    console.print("  See it here: " + again);
                }
            }
            console.print("");
            console.print("Mend the cause, then: ./odograph runs retry " + run.runId()
                    + (run.status() == RunStatus.PARKED
                            ? "   or do without: ./odograph runs waive " + run.runId() + " --by NAME --reason TEXT"
                            : "   (in the Temporal UI: Reset, or Start Workflow Like This One)"));
        } else if (run.failureMessage() != null) {
            console.print("");
            console.print(shortened(run.failureMessage()));
        }
    }

    private static String shortened(String message) {
        return message.length() > MESSAGE ? message.substring(0, MESSAGE) + "…" : message;
    }
}
