package dev.odograph.spec.validation;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Steps read what is declared before them, as many inputs as their kind takes, and every output is of some use. */
final class EdgeRules {
    private final GraphSpec graph;
    private final Problems problems;
    private final Map<String, Integer> position = new HashMap<>();

    private EdgeRules(GraphSpec graph, Problems problems) {
        this.graph = graph;
        this.problems = problems;
        for (int i = 0; i < graph.steps().size(); i++) {
            position.putIfAbsent(graph.steps().get(i).name(), i);
        }
    }

    static void check(GraphSpec graph, Problems problems) {
        EdgeRules rules = new EdgeRules(graph, problems);
        if (graph.steps().isEmpty()) {
            problems.graph("Graph \"" + graph.name() + "\" has no steps: declare a source and what is made of it");
        }
        for (int i = 0; i < graph.steps().size(); i++) {
            StepSpec step = graph.steps().get(i);
            rules.count(step);
            for (String input : new LinkedHashSet<>(step.inputs())) {
                rules.edge(step, i, input);
            }
        }
        rules.unused();
    }

    private void count(StepSpec step) {
        int inputs = step.inputs().size();
        switch (step) {
            case StepSpec.Source source -> {}
            case StepSpec.Sql sql -> some(step, inputs);
            case StepSpec.Reduce reduce -> some(step, inputs);
            case StepSpec.Python python -> some(step, inputs);
            case StepSpec.Java java -> one(step, inputs);
            case StepSpec.Kernel kernel -> one(step, inputs);
            case StepSpec.Check check -> some(step, inputs);
        }
        if (new HashSet<>(step.inputs()).size() < inputs) {
            problems.step(step, "an input is named twice in " + String.join(", ", step.inputs()) + ": name each once");
        }
    }

    private void some(StepSpec step, int inputs) {
        if (inputs == 0) {
            problems.step(step, "it has no input: name the tables that it reads");
        }
    }

    private void one(StepSpec step, int inputs) {
        if (inputs == 0) {
            problems.step(step, "it has no input: name the table that it reads");
        } else if (inputs > 1) {
            problems.step(step, "it has " + inputs + " inputs, but takes one: join them in a sql step before it");
        }
    }

    private void edge(StepSpec step, int index, String input) {
        Integer at = position.get(input);
        if (at == null) {
            problems.step(
                    step,
                    "input " + NameRules.show(input) + " is not declared: declare it before this step"
                            + earlier(index));
            return;
        }
        StepSpec read = graph.steps().get(at);
        if (graph.reduces(read) && !graph.reduces(step)) {
            problems.step(
                    step,
                    "input \"" + input + "\" is a reduce over all segments, which only a reduce may read: make this"
                            + " step a reduce");
        }
        if (reaches(step.name(), input)) {
            problems.step(step, "input \"" + input + "\" itself depends on this step: break the cycle");
        } else if (at > index) {
            problems.step(step, "input \"" + input + "\" is declared after this step: declare it before");
        }
    }

    private String earlier(int index) {
        String names = graph.steps().stream()
                .limit(index)
                .<String>map(StepSpec::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ", or read one of " + names;
    }

    /** Whether {@code from} is among what {@code to} reads, directly or not. */
    private boolean reaches(String from, String to) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(to));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (name.equals(from)) {
                return true;
            }
            if (seen.add(name)) {
                graph.step(name).ifPresent(step -> open.addAll(step.inputs()));
            }
        }
        return false;
    }

    private void unused() {
        Set<String> used =
                graph.steps().stream().flatMap(step -> step.inputs().stream()).collect(Collectors.toSet());
        graph.metrics().forEach(metric -> used.add(metric.step()));
        for (StepSpec step : graph.steps()) {
            // a check is of use by failing
            if (!(step instanceof StepSpec.Check) && !used.contains(step.name())) {
                problems.step(
                        step,
                        "nothing reads its output and no metric stores it: store it, read it, or remove the step");
            }
        }
    }
}
