package dev.odograph.test;

import dev.odograph.step.Violation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;

/** What of the rows breaks the rules of checks. Immutable. */
public final class BrokenRules {
    private final List<Violation> violations;

    BrokenRules(List<Violation> violations) {
        this.violations = List.copyOf(violations);
    }

    /** All of it, in order of check, rule and segment. */
    public List<Violation> violations() {
        return violations;
    }

    /**
     * Asserts that a rule is broken by so many rows of all segments together; 0 for not at all.
     *
     * @param rule the rule in words: {@code range speed_mps}, {@code sql no_overlap}, {@code row_count}
     * @throws AssertionError with all that is broken
     */
    public BrokenRules breaks(String rule, long rows) {
        long found = violations.stream()
                .filter(violation -> violation.rule().equals(rule))
                .mapToLong(Violation::violations)
                .sum();
        Assertions.assertEquals(rows, found, () -> "rows that break rule \"" + rule + "\"; broken are " + this);
        return this;
    }

    /**
     * Asserts what becomes of the partition by a rule.
     *
     * @param outcome FAILED, WARNED or TOLERATED
     * @throws AssertionError with all that is broken
     */
    public BrokenRules with(String rule, Violation.Outcome outcome) {
        Assertions.assertTrue(
                violations.stream()
                        .anyMatch(violation -> violation.rule().equals(rule) && violation.outcome() == outcome),
                () -> "rule \"" + rule + "\" is nowhere " + outcome + "; broken are " + this);
        return this;
    }

    /**
     * Asserts that no rule is broken.
     *
     * @throws AssertionError with all that is broken
     */
    public void none() {
        Assertions.assertTrue(violations.isEmpty(), () -> "rows break rules: " + this);
    }

    @Override
    public String toString() {
        return violations.isEmpty()
                ? "no rules"
                : violations.stream()
                        .map(violation -> violation.rule() + " by " + violation.violations() + " of " + violation.rows()
                                + " rows of " + violation.segmentId() + " (" + violation.outcome() + "): "
                                + violation.samples().stream()
                                        .map(sample -> sample.key() + ": " + sample.value())
                                        .collect(Collectors.joining("; ")))
                        .collect(Collectors.joining("\n  ", "\n  ", ""));
    }
}
