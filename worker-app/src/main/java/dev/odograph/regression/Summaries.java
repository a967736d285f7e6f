package dev.odograph.regression;

import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.contract.RegressionOutcome.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** One sentence on what gates come to. */
final class Summaries {
    private static final int NAMED = 3;

    private Summaries() {}

    static String of(Verdict verdict, List<Gate> gates) {
        List<Gate> failed =
                gates.stream().filter(gate -> gate.passage() == Passage.FAIL).toList();
        return switch (verdict) {
            case PASS -> (isJudged(gates) ? "Nothing got worse: " : "No figure was judged: ") + statistics(gates);
            case UNDECIDED -> "The data do not say: " + statistics(gates);
            case REGRESSION -> "Got worse: " + named(failed);
            case BROKEN -> "Broken: " + named(failed);
            case INFRASTRUCTURE -> "No verdict, since a run did not get to its end: " + named(failed);
        };
    }

    private static boolean isJudged(List<Gate> gates) {
        return gates.stream().anyMatch(gate -> gate.kind().equals("statistics") && gate.passage() == Passage.PASS);
    }

    private static String statistics(List<Gate> gates) {
        List<Gate> measures =
                gates.stream().filter(gate -> gate.kind().equals("statistics")).toList();
        long undecided = measures.stream()
                .filter(gate -> gate.passage() == Passage.UNDECIDED)
                .count();
        long metrics = measures.stream()
                .filter(gate -> gate.metric() != null)
                .map(Gate::metric)
                .distinct()
                .count();
        long judged =
                measures.stream().filter(gate -> gate.passage() == Passage.PASS).count();
        return judged + (judged == 1 ? " measure" : " measures") + " of " + metrics
                + (metrics == 1 ? " metric" : " metrics") + " the same or better, " + undecided + " undecided";
    }

    private static String named(List<Gate> failed) {
        String names = failed.stream().limit(NAMED).map(Summaries::name).collect(Collectors.joining(", "));
        return names + (failed.size() > NAMED ? " and " + (failed.size() - NAMED) + " more" : "");
    }

    private static String name(Gate gate) {
        return gate.kind().equals("statistics") ? gate.metric() + "." + gate.name() : gate.kind() + " " + gate.name();
    }
}
