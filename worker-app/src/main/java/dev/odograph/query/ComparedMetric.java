package dev.odograph.query;

import dev.odograph.compare.MetricComparison;
import dev.odograph.compare.Verdict;
import java.util.List;

/**
 * One metric of a comparison.
 *
 * @param metric its name, with the namespace where it has one
 * @param base one side
 * @param head the other
 * @param differs what differs between the sides: {@code stage NAME}, {@code bundle}, {@code dataset}, {@code release},
 *     {@code parameter NAME: 4.0 → 3.0}; empty where nothing does
 * @param verdict of its measures
 * @param comparison the figures
 */
public record ComparedMetric(
        String metric,
        ComparedSide base,
        ComparedSide head,
        List<String> differs,
        Verdict verdict,
        MetricComparison comparison) {
    public ComparedMetric {
        differs = List.copyOf(differs);
    }
}
