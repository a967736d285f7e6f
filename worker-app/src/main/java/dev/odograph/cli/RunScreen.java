package dev.odograph.cli;

import dev.odograph.contract.RunStatus;
import dev.odograph.plan.Partition;
import dev.odograph.query.RunAdvice;
import dev.odograph.query.RunView;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunReport.WaiverGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run for people. One that succeeded shows what its results stand on; one that did not shows what is wrong and what to
 * do, in one screen: of a terminal that is too low, messages are cut and the rarest causes only counted.
 */
final class RunScreen {
    private static final int STAGES = 6;
    private static final int ALL = 100;

    private final RunView run;
    private final Console console;
    private final String home;

    /**
     * A screen.
     *
     * @param home what commands need to find this stack, with a blank before it; empty for the default
     */
    RunScreen(RunView run, Console console, String home) {
        this.run = run;
        this.console = console;
        this.home = home;
    }

    /** Prints a run of the default stack. */
    static void print(RunReport report, Console console) {
        print(report, console, "");
    }

    /**
     * Prints a run.
     *
     * @param home what commands need to find this stack, with a blank before it; empty for the default
     */
    static void print(RunReport report, Console console, String home) {
        new RunScreen(RunView.of(report), console, home).print();
    }

    void print() {
        if (run.failures().isEmpty() && run.failureMessage() == null) {
            fine();
        } else {
            wrong();
        }
    }

    private void fine() {
        console.facts(facts());
        if (run.status() == RunStatus.SUCCEEDED && run.executed() == 0) {
            console.print("Everything was there already: no step was executed.");
        }
        console.print("");
        stages(run.stages());
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
        ViolationsView.print(run.runId() + home, run.brokenRules(), console);
        for (WaiverGroup waiver : run.waivers()) {
            console.print("");
            console.print("Without " + waiver.segments() + " segment(s), " + Text.number(waiver.distanceM() / 1000, 1)
                    + " km, first " + waiver.firstSegmentId()
                    + (waiver.code() == null ? "" : " (" + waiver.code() + ")")
                    + ": waived by " + waiver.by() + ", " + waiver.reason());
        }
    }

    private void wrong() {
        Map<String, String> facts = facts();
        run.coverage().stream()
                .min(Comparator.comparingDouble(RunView.Coverage::segments))
                .ifPresent(least -> facts.put(
                        "Coverage",
                        Text.number(least.segments()) + " of " + Text.number(least.plannedSegments()) + " segments, "
                                + Text.number(least.km(), 1) + " of " + Text.number(least.plannedKm(), 1) + " km in "
                                + least.metric() + " " + least.version()));
        console.facts(facts);
        List<StageCount> incomplete = run.stages().stream()
                .filter(stage -> stage.failed() + stage.pending() > 0)
                .toList();
        List<StageCount> shown = incomplete.stream()
                .sorted(Comparator.comparing(stage -> stage.failed() == 0))
                .limit(STAGES)
                .sorted(Comparator.comparingInt(StageCount::stage))
                .toList();
        int rows = 0;
        if (!shown.isEmpty()) {
            console.print("");
            stages(shown);
            int complete = run.stages().size() - incomplete.size();
            int more = incomplete.size() - shown.size();
            rows = 2 + shown.size();
            if (complete + more > 0) {
                console.print("and " + (more > 0 ? more + " stages that lack outputs" : "")
                        + (more > 0 && complete > 0 ? ", " : "")
                        + (complete > 0 ? complete + (complete == 1 ? " stage" : " stages") + " that lack none" : ""));
                rows++;
            }
        }
        List<String> ended = ended();
        ended.forEach(console::print);
        List<String> next = next();
        int taken = facts.size() + rows + rows(ended) + rows(next) + 2;
        List<List<String>> causes = causes(console.height() == 0 ? 0 : console.height() - taken);
        causes.forEach(cause -> cause.forEach(console::print));
        next.forEach(console::print);
    }

    private Map<String, String> facts() {
        boolean succeeded = run.status() == RunStatus.SUCCEEDED;
        String took = run.startedAt() == null || run.finishedAt() == null
                ? ""
                : Text.duration(Duration.between(run.startedAt(), run.finishedAt()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Run", run.runId());
        facts.put(
                "Status",
                run.status()
                        + (run.failureCode() == null ? "" : " (" + run.failureCode() + ")")
                        + (run.passes() > 1 && !succeeded ? ", pass " + run.passes() : "")
                        + (took.isEmpty() || succeeded ? "" : ", took " + took));
        facts.put(
                "Graph", run.graph() + " " + run.graphVersion() + " on " + run.dataset() + "@" + run.datasetVersion());
        if (run.sample() != null) {
            facts.put("Sample", run.sample().words());
        }
        if (succeeded && !took.isEmpty()) {
            facts.put("Took", took);
        }
        facts.put(
                "Outputs",
                Text.number(run.outputs()) + " planned, " + Text.number(run.executed()) + " computed, "
                        + Text.number(run.reused()) + " reused, " + Text.number(run.failed()) + " failed");
        return facts;
    }

    private void stages(List<StageCount> stages) {
        console.table(
                List.of("STAGE", "PLANNED", "COMPUTED", "REUSED", "FAILED", "WAIVED"),
                stages.stream()
                        .map(stage -> List.of(
                                stage.name(),
                                Text.number(stage.planned()),
                                Text.number(stage.executed()),
                                Text.number(stage.memoHits()),
                                Text.number(stage.failed()),
                                Text.number(stage.waived())))
                        .toList());
    }

    /** What went wrong, each cause with a blank line before it; within so many lines, 0 for as many as it takes. */
    private List<List<String>> causes(int height) {
        if (run.failures().isEmpty()) {
            List<String> lines = new ArrayList<>(List.of(""));
            lines.addAll(cut(String.valueOf(run.failureMessage()), height == 0 ? ALL : Math.max(3, height), ""));
            return List.of(lines);
        }
        for (int message : new int[] {ALL, 6, 4, 3, 2}) {
            List<List<String>> causes =
                    run.failures().stream().map(cause -> cause(cause, message)).toList();
            if (height == 0 || lines(causes) <= height) {
                return causes;
            }
        }
        List<List<String>> fitting = new ArrayList<>();
        List<FailureGroup> failures = run.failures();
        // The commonest cause whole, if that is all that fits; then the others briefly.
        fitting.add(cause(failures.getFirst(), failures.size() == 1 ? Math.max(2, height - 4) : 3));
        for (FailureGroup failure : failures.subList(1, failures.size())) {
            List<String> lines = cause(failure, 2);
            if (lines(fitting) + lines.size() + 1 > height) {
                break;
            }
            fitting.add(lines);
        }
        int more = failures.size() - fitting.size();
        if (more > 0) {
            long outputs = failures.stream()
                    .skip(fitting.size())
                    .mapToLong(FailureGroup::count)
                    .sum();
            fitting.add(List.of("and " + more + (more == 1 ? " cause" : " causes") + " more, of " + Text.number(outputs)
                    + (outputs == 1 ? " output" : " outputs") + ": ./odograph runs show " + run.runId() + home
                    + " | less"));
        }
        return fitting;
    }

    private int lines(List<List<String>> blocks) {
        return blocks.stream().mapToInt(this::rows).sum();
    }

    private int rows(List<String> lines) {
        return lines.stream().mapToInt(console::rows).sum();
    }

    /** Who or what ended the run, where that was not its failures. */
    private List<String> ended() {
        String code = run.failureCode();
        if (run.failures().isEmpty()
                || run.failureMessage() == null
                || !List.of("RUN_TERMINATED", "RUN_ABORTED", "RUN_CANCELLED").contains(String.valueOf(code))) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(cut(run.failureMessage(), 3, ""));
        return lines;
    }

    private List<String> cause(FailureGroup failure, int messageLines) {
        List<String> lines = new ArrayList<>(List.of(""));
        String where = failure.partition() == Partition.ALL
                ? "over all partitions"
                : Text.number(failure.count()) + (failure.count() == 1 ? " partition" : " partitions") + ", first "
                        + (failure.segmentId() == null
                                ? "partition " + (failure.partition() + 1)
                                : "segment " + failure.segmentId());
        List<String> head = console.wrapped(failure.code() + " in stage " + failure.name() + ", " + where, "");
        head.forEach(line -> lines.add(line.replace(failure.code(), console.bold(failure.code()))));
        lines.addAll(cut(failure.message(), messageLines, "  "));
        // A command stays on one line, however long, so that it can be copied.
        RunAdvice.Step look = RunAdvice.look(run.runId(), failure, home);
        lines.add("  " + look.text() + ": " + look.command());
        return lines;
    }

    /** The first lines of a message; its end is cut where there are more. */
    private List<String> cut(String message, int most, String indent) {
        List<String> lines = message.lines()
                .filter(line -> !line.isBlank())
                .flatMap(line -> console.wrapped(line, indent).stream())
                .toList();
        if (lines.size() <= most) {
            return lines;
        }
        List<String> fitting = new ArrayList<>(lines.subList(0, most));
        fitting.set(most - 1, fitting.get(most - 1) + " …");
        return fitting;
    }

    private List<String> next() {
        List<String> lines = new ArrayList<>();
        for (RunAdvice.Step step : RunAdvice.next(run.status(), run.runId(), home)) {
            lines.add(step.text() + ": " + step.command());
        }
        if (run.status() == RunStatus.FAILED || run.status() == RunStatus.CANCELLED) {
            lines.add("(in the Temporal UI: Reset, or Start Workflow Like This One)");
        }
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines;
    }
}
