package dev.odograph.cli;

import dev.odograph.compare.MeasureComparison;
import dev.odograph.compare.MeasureComparison.Moved;
import dev.odograph.compare.Verdict;
import dev.odograph.query.ComparedMetric;
import dev.odograph.query.Comparison;
import dev.odograph.query.ComparisonWords;
import dev.odograph.spec.MetricName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A comparison for the terminal. */
final class ComparisonView {
    private final Console console;

    ComparisonView(Console console) {
        this.console = console;
    }

    void print(Comparison comparison) {
        for (ComparedMetric metric : comparison.metrics()) {
            console.print(console.bold(metric.metric()) + ": " + painted(metric.verdict()));
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("base", ComparisonWords.side(metric.base()));
            facts.put("  of base", ComparisonWords.coverage(metric.base()));
            facts.put("head", ComparisonWords.side(metric.head()));
            facts.put("  of head", ComparisonWords.coverage(metric.head()));
            facts.put("how", ComparisonWords.design(metric.comparison()));
            facts.put("differs", ComparisonWords.differs(metric));
            console.facts(facts);
            console.print("");
            measures(comparison, metric);
            console.print("");
            reasons(metric);
            metric.comparison().warnings().forEach(warning -> console.print(console.bold("Warning: ") + warning));
            metric.comparison().measures().forEach(measure -> standOut(metric, measure));
            console.print("");
        }
        console.print(ComparisonWords.method(comparison));
    }

    private void measures(Comparison comparison, ComparedMetric metric) {
        console.table(
                List.of(
                        "MEASURE",
                        "BASE",
                        "HEAD",
                        "CHANGE",
                        ComparisonWords.level(comparison) + " INTERVAL",
                        "FOUND FROM",
                        "P ADJUSTED",
                        "VERDICT"),
                metric.comparison().measures().stream().map(this::row).toList(),
                "P ADJUSTED",
                "FOUND FROM",
                "BASE",
                "HEAD");
    }

    private List<String> row(MeasureComparison one) {
        return List.of(
                ComparisonWords.name(one),
                ComparisonWords.number(one.base().value()),
                ComparisonWords.number(one.head().value()),
                ComparisonWords.change(one),
                ComparisonWords.interval(one),
                ComparisonWords.detectable(one),
                ComparisonWords.p(one.adjustedPValue()),
                painted(one.verdict()));
    }

    /** One line for all measures that have one reason. */
    private void reasons(ComparedMetric metric) {
        Map<String, List<String>> measures = new LinkedHashMap<>();
        for (MeasureComparison one : metric.comparison().measures()) {
            if (one.verdict() == Verdict.UNDECIDED || one.changed()) {
                measures.computeIfAbsent(one.verdict().word() + ": " + one.reason(), any -> new ArrayList<>())
                        .add(one.measure());
            }
        }
        measures.forEach((reason, names) -> console.print(String.join(", ", names) + " " + reason));
    }

    private void standOut(ComparedMetric metric, MeasureComparison measure) {
        boolean judged = measure.verdict() == Verdict.WORSE || measure.verdict() == Verdict.BETTER;
        List<Moved> moved = measure.verdict() == Verdict.WORSE ? measure.worst() : measure.mostChanged();
        if (!judged || moved.isEmpty()) {
            return;
        }
        console.print("");
        console.print((measure.verdict() == Verdict.WORSE ? "Worst by " : "Most changed by ")
                + console.bold(measure.measure()) + ":");
        console.table(
                List.of("BASE", "HEAD", "SEGMENT", "OF"),
                moved.stream()
                        .map(one -> List.of(
                                ComparisonWords.number(one.base()),
                                ComparisonWords.number(one.head()),
                                one.headSegment(),
                                one.name().equals(one.headSegment()) ? "" : one.name()))
                        .toList(),
                "OF");
        Moved first = moved.getFirst();
        String name = MetricName.parse(metric.metric()).name();
        console.print("  ./odograph results " + metric.metric() + " --run "
                + metric.head().runId() + " --sql \\\n"
                + "    \"SELECT * FROM " + name + " WHERE segment_id = '"
                + Objects.requireNonNull(first.headSegment()) + "'\"");
    }

    private String painted(Verdict verdict) {
        return switch (verdict) {
            case WORSE -> console.red(verdict.word());
            case BETTER -> console.green(verdict.word());
            case SAME, UNDECIDED -> verdict.word();
        };
    }
}
