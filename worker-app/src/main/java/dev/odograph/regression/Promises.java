package dev.odograph.regression;

import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.lock.Golden;
import dev.odograph.spec.lock.GraphLock;
import dev.odograph.spec.lock.LockCheck;
import dev.odograph.spec.lock.LockProblem;
import dev.odograph.spec.lock.LockedMetric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the head keeps what the base promises to those who read its metrics: the rules of the lock file about metrics,
 * versions, columns and units. Values are left to the statistics.
 */
final class Promises {
    private static final Golden ANY = new Golden(0, "", "", List.of(), List.of(), List.of());

    private Promises() {}

    /** A gate for each promise that is broken; one that passes where none is. */
    static List<Gate> between(GraphSpec base, GraphSpec head, List<String> metrics) {
        List<LockProblem> problems = LockCheck.problems(lock(base), lock(head)).stream()
                .filter(problem -> metrics.isEmpty() || metrics.contains(problem.metric()))
                .toList();
        if (problems.isEmpty()) {
            return List.of(new Gate(
                    "compatibility",
                    "readers",
                    null,
                    Passage.PASS,
                    "Metrics, versions, columns and units are what readers of the base count on"));
        }
        return problems.stream()
                .map(problem ->
                        new Gate("compatibility", problem.rule(), problem.metric(), Passage.FAIL, problem.message()))
                .toList();
    }

    static Optional<MetricSpec> metric(GraphSpec graph, String name) {
        return graph.metrics().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private static GraphLock lock(GraphSpec graph) {
        return new GraphLock(
                GraphLock.FORMAT,
                graph.namespace(),
                graph.name(),
                graph.version(),
                new GraphLock.Sample("", Map.of()),
                graph.metrics().stream()
                        .collect(Collectors.toMap(
                                MetricSpec::name,
                                metric -> LockedMetric.of(
                                        metric,
                                        graph.step(metric.step()).orElseThrow().output(),
                                        ANY))),
                Map.of());
    }
}
