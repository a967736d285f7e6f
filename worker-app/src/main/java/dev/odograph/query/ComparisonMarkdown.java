package dev.odograph.query;

import dev.odograph.compare.MeasureComparison;
import dev.odograph.compare.MeasureComparison.Moved;
import dev.odograph.compare.MetricComparison;

/** A comparison as Markdown, as for the comment on a change. */
public final class ComparisonMarkdown {
    private ComparisonMarkdown() {}

    /** The whole text, with a line break at its end. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        text.append("**Verdict: ").append(comparison.verdict().word()).append("**\n");
        for (ComparedMetric metric : comparison.metrics()) {
            text.append("\n### ")
                    .append(metric.metric())
                    .append(": ")
                    .append(metric.verdict().word())
                    .append("\n\n");
            text.append("- base: ")
                    .append(ComparisonWords.side(metric.base()))
                    .append("; ")
                    .append(ComparisonWords.coverage(metric.base()))
                    .append('\n');
            text.append("- head: ")
                    .append(ComparisonWords.side(metric.head()))
                    .append("; ")
                    .append(ComparisonWords.coverage(metric.head()))
                    .append('\n');
            text.append("- ")
                    .append(ComparisonWords.design(metric.comparison()))
                    .append('\n');
            text.append("- differs: ").append(ComparisonWords.differs(metric)).append("\n\n");
            measures(comparison, metric.comparison(), text);
            metric.comparison()
                    .warnings()
                    .forEach(warning ->
                            text.append("\n> **Warning:** ").append(warning).append('\n'));
            metric.comparison().measures().forEach(measure -> moved(measure, text));
        }
        text.append("\n<sub>").append(ComparisonWords.method(comparison)).append("</sub>\n");
        return text.toString();
    }

    private static void measures(Comparison comparison, MetricComparison metric, StringBuilder text) {
        text.append("| measure | base | head | change | ")
                .append(ComparisonWords.level(comparison))
                .append(" interval | p | p adjusted | found from | verdict |\n");
        text.append("|---|--:|--:|--:|---|--:|--:|--:|---|\n");
        for (MeasureComparison one : metric.measures()) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            ComparisonWords.name(one),
                            ComparisonWords.number(one.base().value()),
                            ComparisonWords.number(one.head().value()),
                            ComparisonWords.change(one),
                            ComparisonWords.interval(one),
                            ComparisonWords.p(one.pValue()),
                            ComparisonWords.p(one.adjustedPValue()),
                            ComparisonWords.detectable(one),
                            "**" + one.verdict().word() + "**: " + one.reason()))
                    .append(" |\n");
        }
    }

    private static void moved(MeasureComparison one, StringBuilder text) {
        if (one.worst().isEmpty()) {
            return;
        }
        text.append("\n<details><summary>Worst by ").append(one.measure()).append("</summary>\n\n");
        text.append("| what | base | head | segment |\n|---|--:|--:|---|\n");
        for (Moved moved : one.worst()) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            cell(moved.name()),
                            ComparisonWords.number(moved.base()),
                            ComparisonWords.number(moved.head()),
                            cell(moved.headSegment())))
                    .append(" |\n");
        }
        text.append("\n</details>\n");
    }

    /** What others named cannot end a cell or a line, nor begin an element. */
    public static String cell(String text) {
        return text.strip().replaceAll("\\p{Cntrl}+", " ").replace("|", "\\|").replace("<", "&lt;");
    }
}
