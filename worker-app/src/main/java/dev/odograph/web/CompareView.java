package dev.odograph.web;

import dev.odograph.compare.MeasureComparison;
import dev.odograph.compare.MeasureComparison.Moved;
import dev.odograph.compare.Verdict;
import dev.odograph.query.CompareChoices;
import dev.odograph.query.CompareQuestion;
import dev.odograph.query.ComparedMetric;
import dev.odograph.query.ComparedSide;
import dev.odograph.query.Comparison;
import dev.odograph.query.ComparisonWords;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of a comparison.
 *
 * @param asked what was asked for
 * @param choices what can be asked for
 * @param comparison the answer; null where nothing is asked, it is under way, or it is a problem
 * @param seconds since it is under way; 0 where it is not
 * @param problem why there is no answer; null where there is no problem
 * @param here the page's address
 */
record CompareView(
        CompareQuestion asked,
        CompareChoices choices,
        @Nullable Comparison comparison,
        long seconds,
        @Nullable Problem problem,
        Here here) {
    public boolean working() {
        return seconds > 0;
    }

    public String title() {
        Comparison done = comparison;
        return done == null
                ? "Compare"
                : String.join(", ", asked.metrics()) + ": " + done.verdict().word();
    }

    /** The same comparison of the runs that it is of, so that it stays true. */
    public String permalink() {
        if (comparison == null || comparison.metrics().isEmpty()) {
            return here.toString();
        }
        ComparedMetric first = comparison.metrics().getFirst();
        return here.with("base", pinned(first.base()))
                .with("head", pinned(first.head()))
                .toString();
    }

    private static String pinned(ComparedSide side) {
        // A release is a part of a run; it keeps its own name.
        return side.release() == null ? "run:" + side.runId() : side.ref();
    }

    /** The other way around. */
    public String swapped() {
        return here.with("base", asked.head()).with("head", asked.base()).toString();
    }

    public String command() {
        return "./odograph compare " + String.join(" ", asked.metrics()) + " --base " + asked.base() + " --head "
                + asked.head();
    }

    public String sign(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> "▲";
            case WORSE -> "▼";
            case SAME -> "=";
            case UNDECIDED -> "?";
        };
    }

    public String name(MeasureComparison one) {
        return ComparisonWords.name(one);
    }

    public String change(MeasureComparison one) {
        return ComparisonWords.change(one);
    }

    public String interval(MeasureComparison one) {
        return ComparisonWords.interval(one);
    }

    public String detectable(MeasureComparison one) {
        return ComparisonWords.detectable(one);
    }

    public String p(MeasureComparison one) {
        return ComparisonWords.p(one.adjustedPValue());
    }

    public String direction(MeasureComparison one) {
        return MetricView.words(one.direction());
    }

    public String side(ComparedSide side) {
        return ComparisonWords.side(side);
    }

    public String coverage(ComparedSide side) {
        return ComparisonWords.coverage(side);
    }

    public String design(ComparedMetric metric) {
        return ComparisonWords.design(metric.comparison());
    }

    public String differs(ComparedMetric metric) {
        return ComparisonWords.differs(metric);
    }

    public String level() {
        return comparison == null ? "" : ComparisonWords.level(comparison);
    }

    public String method() {
        return comparison == null ? "" : ComparisonWords.method(comparison);
    }

    public boolean partial(ComparedSide side) {
        return side.coverage().doneSegments() < side.coverage().plannedSegments();
    }

    /** The segment of the head, with the rows of the head's run. */
    public String link(ComparedSide side, Moved moved) {
        return segment(side, moved.headSegment());
    }

    /** The same of the base; empty where it has none. */
    public String baseLink(ComparedSide side, Moved moved) {
        return moved.baseSegment() == null ? "" : segment(side, moved.baseSegment());
    }

    private static String segment(ComparedSide side, String segmentId) {
        return Here.of(Links.segment(side.dataset(), segmentId))
                .with("version", side.datasetVersion())
                .with("run", side.runId())
                .toString();
    }

    public String metricLink(ComparedMetric metric, ComparedSide side) {
        return Here.of(Links.metric(metric.metric()))
                .with("dataset", side.dataset())
                .with("run", side.runId())
                .toString();
    }

    /** Measures that say most, with what they moved. */
    public List<MeasureComparison> moved(ComparedMetric metric) {
        return metric.comparison().measures().stream()
                .filter(one -> !one.mostChanged().isEmpty())
                .sorted(Comparator.comparing(one -> one.verdict() != Verdict.WORSE && one.verdict() != Verdict.BETTER))
                .toList();
    }

    public List<Moved> standOut(MeasureComparison one) {
        return one.verdict() == Verdict.WORSE && !one.worst().isEmpty() ? one.worst() : one.mostChanged();
    }

    public String standOutWords(MeasureComparison one) {
        return one.verdict() == Verdict.WORSE && !one.worst().isEmpty() ? "Worst by" : "Most changed by";
    }
}
