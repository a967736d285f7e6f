package dev.odograph.step;

import static java.util.Objects.requireNonNull;

import dev.odograph.spec.Severity;
import java.util.List;

/**
 * What of a segment breaks a rule of a check.
 *
 * @param step the check
 * @param number the rule's place among the check's, from 0
 * @param rule the rule in words: {@code range speed_mps}
 * @param severity what the rule makes of it
 * @param outcome what became of the partition by it
 * @param segmentId the segment; empty where rows of many are meant, or those of a reduce
 * @param rows rows that were checked
 * @param violations rows that break the rule; for a rule about a segment as a whole, segments
 * @param samples the first of them in order of the key
 */
public record Violation(
        String step,
        int number,
        String rule,
        Severity severity,
        Outcome outcome,
        String segmentId,
        long rows,
        long violations,
        List<Sample> samples) {
    public Violation {
        requireNonNull(step, "step is null");
        requireNonNull(rule, "rule is null");
        requireNonNull(severity, "severity is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(segmentId, "segmentId is null");
        samples = List.copyOf(samples);
    }

    /** What became of the partition. */
    public enum Outcome {
        /** More rows than the threshold break a rule of severity ERROR: the partition fails. */
        FAILED,
        /** More rows than the threshold break a rule that warns: the rows pass. */
        WARNED,
        /** No more rows than the threshold break the rule: the rows pass. */
        TOLERATED
    }

    /**
     * A row that breaks the rule.
     *
     * @param key its key: {@code segment_id = a, t_ms = 100}; empty where there is none
     * @param value what breaks the rule
     */
    public record Sample(String key, String value) {
        public Sample {
            requireNonNull(key, "key is null");
            requireNonNull(value, "value is null");
        }
    }
}
