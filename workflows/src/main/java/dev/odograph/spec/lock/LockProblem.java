package dev.odograph.spec.lock;

import static java.util.Objects.requireNonNull;

/**
 * Something that a changed graph does to those who read its metrics.
 *
 * @param rule stable name of the rule: {@code metric_gone}, {@code version_lowered}, {@code schema_breaks},
 *     {@code schema_grows}, {@code unit_changed}, {@code values_changed}, {@code sample_differs}, {@code lock_stale}
 * @param metric name of the metric; empty text where it is about the graph
 * @param message what was found, the rule, and the mend
 */
public record LockProblem(String rule, String metric, String message) {
    public LockProblem {
        requireNonNull(rule, "rule is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(message, "message is null");
    }
}
