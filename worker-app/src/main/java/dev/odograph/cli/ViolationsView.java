package dev.odograph.cli;

import dev.odograph.step.Violation;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.store.lineage.RunReport.BrokenRule;
import java.util.ArrayList;
import java.util.List;

/** What breaks rules of checks, as tables. */
final class ViolationsView {
    private static final int VALUE = 60;

    private ViolationsView() {}

    /** One line a rule, for a run. */
    static void print(String runId, List<BrokenRule> rules, Console console) {
        if (rules.isEmpty()) {
            return;
        }
        console.print("");
        console.table(
                List.of("RULE", "OF CHECK", "BROKEN BY", "OF ROWS", "SEGMENTS", "OUTCOME", "FIRST"),
                rules.stream()
                        .map(rule -> List.of(
                                rule.rule(),
                                rule.step(),
                                Text.number(rule.violations()),
                                Text.number(rule.rows()),
                                Text.number(rule.segments()),
                                word(rule.outcome()),
                                rule.sample() == null ? rule.firstSegmentId() : sample(rule.sample())))
                        .toList(),
                "OF ROWS",
                "SEGMENTS",
                "OF CHECK");
        console.print("Rows that break them: ./odograph runs violations " + runId);
    }

    /** One line a segment and rule, with the rows below it. */
    static void print(List<Violation> violations, Console console) {
        List<List<String>> lines = new ArrayList<>();
        for (Violation violation : violations) {
            String where = violation.segmentId().isEmpty() ? "" : violation.segmentId();
            List<Violation.Sample> samples = violation.samples();
            lines.add(List.of(
                    violation.step(),
                    violation.rule(),
                    where,
                    Text.number(violation.violations()) + " of " + Text.number(violation.rows()),
                    word(violation.outcome()),
                    samples.isEmpty() ? "" : sample(samples.getFirst())));
            samples.stream().skip(1).forEach(sample -> lines.add(List.of("", "", "", "", "", sample(sample))));
        }
        console.table(List.of("CHECK", "RULE", "SEGMENT", "ROWS", "OUTCOME", "ROW THAT BREAKS IT"), lines, "CHECK");
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "failed";
            case WARNED -> "warned";
            case TOLERATED -> "within threshold";
        };
    }

    private static String sample(Violation.Sample sample) {
        String value = sample.value().length() > VALUE ? sample.value().substring(0, VALUE) + "…" : sample.value();
        return sample.key().isEmpty() ? value : sample.key() + ": " + value;
    }
}
