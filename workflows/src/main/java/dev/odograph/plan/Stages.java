package dev.odograph.plan;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cuts a graph into stages: maximal chains without fan-in, fan-out, storing or a change to reduce. */
public final class Stages {
    private Stages() {}

    /** The stages of a valid graph, inputs before what reads them. */
    public static List<Stage> of(GraphSpec graph) {
        Map<String, Integer> readers = new HashMap<>();
        graph.steps()
                .forEach(step -> step.inputs().stream().distinct().forEach(in -> readers.merge(in, 1, Integer::sum)));
        List<List<StepSpec>> chains = new ArrayList<>();
        Map<String, Integer> chainOf = new HashMap<>();
        for (StepSpec step : graph.steps()) {
            Integer chain =
                    joins(graph, step, readers) ? chainOf.get(step.inputs().getFirst()) : null;
            if (chain == null) {
                chain = chains.size();
                chains.add(new ArrayList<>());
            }
            chains.get(chain).add(step);
            chainOf.put(step.name(), chain);
        }
        return number(graph, chains, chainOf);
    }

    private static boolean joins(GraphSpec graph, StepSpec step, Map<String, Integer> readers) {
        if (step.inputs().size() != 1) {
            return false;
        }
        StepSpec before = graph.step(step.inputs().getFirst()).orElseThrow();
        return readers.getOrDefault(before.name(), 0) == 1
                && graph.metricsOf(before.name()).isEmpty()
                && graph.reduces(before) == graph.reduces(step);
    }

    /** Orders chains by their last step, since a chain may be completed after another that it does not read. */
    private static List<Stage> number(GraphSpec graph, List<List<StepSpec>> chains, Map<String, Integer> chainOf) {
        Map<Integer, Integer> index = new HashMap<>();
        List<Stage> stages = new ArrayList<>();
        while (stages.size() < chains.size()) {
            for (int chain = 0; chain < chains.size(); chain++) {
                List<StepSpec> steps = chains.get(chain);
                List<Integer> reads = steps.getFirst().inputs().stream()
                        .map(chainOf::get)
                        .distinct()
                        .toList();
                if (!index.containsKey(chain) && index.keySet().containsAll(reads)) {
                    index.put(chain, stages.size());
                    stages.add(new Stage(
                            stages.size(),
                            steps,
                            reads.stream().map(index::get).toList(),
                            graph.reduces(steps.getLast()),
                            graph.metricsOf(steps.getLast().name())));
                }
            }
        }
        return List.copyOf(stages);
    }
}
