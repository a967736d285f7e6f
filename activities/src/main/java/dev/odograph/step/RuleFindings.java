package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Severity;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.step.Violation.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges what was found against severity and threshold of each rule. */
final class RuleFindings {
    /** Segments that are named of a rule in a partition; the others are summed up. */
    private static final int SEGMENTS = 20;

    private final StepSpec.Check step;
    private final Map<String, Long> rows;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * @param rows rows by segment, segments without rows among them
     */
    RuleFindings(StepSpec.Check step, Map<String, Long> rows) {
        this.step = step;
        this.rows = rows;
    }

    /**
     * What breaks one rule.
     *
     * @param counts rows that break it by segment, in order of segment, none of them 0
     * @param samples the first such rows by segment
     */
    void add(int number, Map<String, Long> counts, Map<String, List<Sample>> samples) {
        Rule rule = step.rules().get(number);
        long failing = 0;
        long broken = 0;
        @Nullable Sample first = null;
        long othersRows = 0;
        long others = 0;
        Outcome worst = Outcome.TOLERATED;
        int listed = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            long ofSegment = rows.getOrDefault(count.getKey(), 0L);
            Outcome outcome = outcome(rule, count.getValue(), ofSegment);
            List<Sample> shown = samples.getOrDefault(count.getKey(), List.of());
            if (outcome == Outcome.FAILED) {
                failing++;
                broken += count.getValue();
                first = first == null && !shown.isEmpty() ? shown.getFirst() : first;
            }
            worst = outcome.compareTo(worst) < 0 ? outcome : worst;
            if (listed++ < SEGMENTS) {
                violations.add(violation(number, rule, outcome, count.getKey(), ofSegment, count.getValue(), shown));
            } else {
                othersRows += ofSegment;
                others += count.getValue();
            }
        }
        if (others > 0) {
            violations.add(violation(number, rule, worst, "", othersRows, others, List.of()));
        }
        if (failing > 0) {
            failures.add(message(rule, broken, first));
        }
    }

    private Violation violation(
            int number,
            Rule rule,
            Outcome outcome,
            String segmentId,
            long ofSegment,
            long count,
            List<Sample> samples) {
        return new Violation(
                step.name(),
                number,
                rule.shown(),
                rule.fails() ? Severity.ERROR : Severity.WARN,
                outcome,
                segmentId,
                ofSegment,
                count,
                samples);
    }

    private static Outcome outcome(Rule rule, long broken, long rows) {
        Double share = rule.upToShare();
        Long most = rule.upToRows();
        boolean within = (share != null && broken <= share * rows) || (most != null && broken <= most);
        return within ? Outcome.TOLERATED : rule.fails() ? Outcome.FAILED : Outcome.WARNED;
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** Why the partition fails; empty where it does not. */
    Optional<OdographException> failure() {
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        String more = failures.size() == 1
                ? ""
                : ". So do " + (failures.size() - 1) + " more of its rules: ./odograph runs violations RUN shows all";
        return Optional.of(new OdographException(ErrorCode.CHECK_FAILED, failures.getFirst() + more));
    }

    private String message(Rule rule, long broken, @Nullable Sample first) {
        String about = rule.label() == null
                ? rule.columns().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "))
                : "\"" + rule.label() + "\"";
        String subject = "Step \"" + step.name() + "\" (check): rule " + rule.rule()
                + (about.isEmpty() ? "" : (rule.label() == null ? " on " : " ") + about);
        String at = first == null ? "" : ", the first at " + first.key() + " " + detail(rule, first.value());
        String what = rule.rule().equals("row_count") ? " segments" : " rows";
        return subject + " fails for " + broken + what + at + ": correct the data or the step before it, or the rule";
    }

    private String detail(Rule rule, String value) {
        return switch (rule.rule()) {
            case "not_null" -> "with null";
            case "range" ->
                "with " + value + ", outside [" + bound(rule.minimum(), "-∞") + ", " + bound(rule.maximum(), "∞") + "]";
            case "unique" -> "which repeats " + value;
            case "allowed" -> "with " + value + ", not one of " + String.join(", ", rule.values());
            case "matches" -> "with " + value + ", not of the pattern " + rule.text();
            case "foreign_key" ->
                "with " + value + ", which " + rule.table() + "." + String.join(", ", rule.values()) + " lacks";
            case "row_count" ->
                "with " + value + ", outside [" + whole(rule.minimum(), "0") + ", " + whole(rule.maximum(), "∞") + "]";
            default -> "with " + value;
        };
    }

    private static String bound(@Nullable Double bound, String none) {
        return bound == null ? none : bound.toString();
    }

    private static String whole(@Nullable Double bound, String none) {
        return bound == null ? none : Long.toString(bound.longValue());
    }
}
