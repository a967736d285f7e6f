package dev.odograph.activity;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.Segment;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Severity;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.step.Violation;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.step.Violation.Sample;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Judges how old recordings are, against a parameter or the time when the dataset version was made: both are pinned, so
 * the same run is judged the same at any time. It is done when a run is planned, since what a step puts out does not
 * depend on it: a recording that has become too old for one run is reused by another all the same.
 */
final class Freshness {
    private static final int NAMED = 20;

    private Freshness() {}

    /** Whether a graph has rules about it. */
    static boolean isDeclared(GraphSpec graph) {
        return graph.steps().stream()
                .anyMatch(step -> step instanceof StepSpec.Check check
                        && check.rules().stream().anyMatch(rule -> rule.rule().equals(Rule.FRESH)));
    }

    /**
     * What is too old and lets the run pass.
     *
     * @throws OdographException CHECK_FAILED where a rule of severity ERROR is broken, PARAMETER_INVALID where a parameter
     *     is no time
     */
    static List<Violation> judge(
            GraphSpec graph, Map<String, Object> parameters, Dataset dataset, Stream<Segment> segments) {
        List<Judged> rules = new ArrayList<>();
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Check check) {
                for (int i = 0; i < check.rules().size(); i++) {
                    if (check.rules().get(i).rule().equals(Rule.FRESH)) {
                        rules.add(
                                new Judged(check, i, since(check, check.rules().get(i), parameters, dataset)));
                    }
                }
            }
        }
        segments.forEach(segment -> rules.forEach(rule -> rule.see(segment)));
        return rules.stream().flatMap(rule -> rule.violations(dataset).stream()).toList();
    }

    private static Instant since(StepSpec.Check check, Rule rule, Map<String, Object> parameters, Dataset dataset) {
        Double seconds = rule.maximum();
        Duration age = Duration.ofSeconds(seconds == null ? 0 : seconds.longValue());
        String name = rule.text() == null ? "" : rule.text().substring(1);
        String text = name.isEmpty() ? "" : String.valueOf(parameters.getOrDefault(name, ""));
        try {
            return (text.isEmpty() ? dataset.createdAt() : Instant.parse(text)).minus(age);
        } catch (DateTimeException e) {
            throw new OdographException(
                    ErrorCode.PARAMETER_INVALID,
                    "Parameter \"" + name + "\" is \"" + text + "\", but check \"" + check.name()
                            + "\" compares times with it: write it as 2026-03-01T00:00:00Z",
                    e);
        }
    }

    /** One rule and what breaks it so far. */
    private static final class Judged {
        private final StepSpec.Check check;
        private final int number;
        private final Instant since;
        private final List<Violation> named = new ArrayList<>();
        private long stale;
        private long rows;

        Judged(StepSpec.Check check, int number, Instant since) {
            this.check = check;
            this.number = number;
            this.since = since;
        }

        private Rule rule() {
            return check.rules().get(number);
        }

        void see(Segment segment) {
            Instant recorded = segment.recordedAt();
            if (recorded != null && !recorded.isBefore(since)) {
                return;
            }
            stale++;
            if (named.size() < NAMED) {
                String value = recorded == null ? "no recorded_at" : "recorded_at " + recorded;
                named.add(violation(
                        segment.segmentId(),
                        segment.rows(),
                        1,
                        List.of(new Sample("segment_id = " + segment.segmentId(), value))));
            } else {
                rows += segment.rows();
            }
        }

        List<Violation> violations(Dataset dataset) {
            if (stale == 0) {
                return List.of();
            }
            if (rule().fails()) {
                Sample first = named.getFirst().samples().getFirst();
                throw new OdographException(
                        ErrorCode.CHECK_FAILED,
                        "Step \"" + check.name() + "\" (check): rule fresh fails for " + stale + " of "
                                + dataset.segments() + " segments of dataset " + dataset.name() + "@"
                                + dataset.version() + ", the first at " + first.key() + " with " + first.value()
                                + ", before " + since
                                + ": add newer recordings, retract the old ones, or let the rule warn");
            }
            List<Violation> all = new ArrayList<>(named);
            if (stale > named.size()) {
                all.add(violation("", rows, stale - named.size(), List.of()));
            }
            return all;
        }

        private Violation violation(String segmentId, long ofRows, long count, List<Sample> samples) {
            return new Violation(
                    check.name(),
                    number,
                    rule().shown(),
                    rule().fails() ? Severity.ERROR : Severity.WARN,
                    Outcome.WARNED,
                    segmentId,
                    ofRows,
                    count,
                    samples);
        }
    }
}
