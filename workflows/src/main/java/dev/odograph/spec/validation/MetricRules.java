package dev.odograph.spec.validation;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;

/** Metrics store the rows of a step that is there. */
final class MetricRules {
    private MetricRules() {}

    static void check(GraphSpec graph, Problems problems) {
        for (MetricSpec metric : graph.metrics()) {
            if (graph.step(metric.step()).isEmpty()) {
                problems.metric(
                        metric.name(),
                        "step " + NameRules.show(metric.step()) + " is not declared: declare it, or store another");
            }
        }
    }
}
