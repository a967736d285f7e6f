package dev.odograph.regression;

import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.spec.Severity;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.BrokenRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the rules of checks say of a head. A rule that fails a partition fails its run, and with it the gate. */
final class Contracts {
    private Contracts() {}

    /** A gate for each rule that the head breaks more than the base; one that passes where there is none. */
    static List<Gate> between(RunReport base, RunReport head) {
        Map<String, Long> before = base.brokenRules().stream()
                .collect(Collectors.toMap(Contracts::name, BrokenRule::violations, Long::sum));
        List<Gate> worse = head.brokenRules().stream()
                .filter(rule -> rule.violations() > before.getOrDefault(name(rule), 0L))
                .map(rule -> gate(
                        rule, before.getOrDefault(name(rule), 0L), head.run().runId()))
                .toList();
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
