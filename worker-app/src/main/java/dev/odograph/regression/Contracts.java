package dev.odograph.regression;

import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.spec.Severity;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.BrokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the rules of checks say of a head. A rule that fails a partition fails its run, and with it the gate. */
final class Contracts {
    private Contracts() {}

    /** Rows that break a rule, of how many. */
    private record Broken(long violations, long rows) {
        static final Broken NOT = new Broken(0, 0);

        Broken plus(Broken other) {
            return new Broken(violations + other.violations, rows + other.rows);
        }

        /** By their share, since the two sides may have read recordings of other lengths. */
        boolean isMoreThan(Broken other) {
            return rows == other.rows
                    ? violations > other.violations
                    : (double) violations / Math.max(1, rows) > (double) other.violations / Math.max(1, other.rows);
        }
    }

    /** A gate for each rule that the head breaks more than the base; one that passes where there is none. */
    static List<Gate> between(RunReport base, RunReport head) {
        Map<String, Broken> before = base.brokenRules().stream()
                .collect(Collectors.toMap(
                        Contracts::name, rule -> new Broken(rule.violations(), rule.rows()), Broken::plus));
        List<Gate> worse = new ArrayList<>();
        for (BrokenRule rule : head.brokenRules()) {
            Broken was = before.getOrDefault(name(rule), Broken.NOT);
            if (new Broken(rule.violations(), rule.rows()).isMoreThan(was)) {
                worse.add(gate(rule, was.violations(), head.run().runId()));
            }
        }
        return worse.isEmpty()
                ? List.of(new Gate(
                        "contract",
                        "checks",
                        null,
                        Passage.PASS,
                        head.brokenRules().isEmpty()
                                ? "The head breaks no rule of a check"
                                : "The head breaks no rule more often than the base"))
                : worse;
    }

    /** A gate for each rule that a head breaks which failed. */
    static List<Gate> of(RunReport head) {
        return head.brokenRules().stream()
                .map(rule -> gate(rule, 0, head.run().runId()))
                .toList();
    }

    private static String name(BrokenRule rule) {
        return rule.step() + ": " + rule.rule();
    }

    private static Gate gate(BrokenRule rule, long before, String runId) {
        return new Gate(
                "contract",
                name(rule),
                null,
                rule.severity() == Severity.ERROR ? Passage.FAIL : Passage.NOTICE,
                "Broken by " + rule.violations() + " of " + rule.rows() + " rows in " + rule.segments() + " segments"
                        + (rule.firstSegmentId().isEmpty() ? "" : ", first " + rule.firstSegmentId())
                        + (before == 0 ? "" : "; " + before + " in the base") + ". ./odograph runs violations " + runId
                        + " shows the rows");
    }
}
