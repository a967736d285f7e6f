package dev.odograph.test;

import dev.odograph.artifact.RowDigest;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.spec.StepSpec;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;

/**
 * Whether a graph gives the same rows again, and the same rows per segment however segments are grouped, as invariants
 * of memoisation demand. Compared are digests of the rows, so equal means equal to the last bit.
 */
public final class Determinism {
    private static final int BATCH_ROWS = 65_536;
    private static final int FEW_ROWS = 7;

    private Determinism() {}

    /**
     * Runs a graph with its rows twice over all segments at once, once in small batches, and once over each segment alone.
     * Reduces, which are over all segments by their nature, are not compared with the last, nor are sources and checks:
     * they put out what they read, and have a digest only where that came unsorted.
     *
     * @throws AssertionError naming the step that differs
     * @throws IllegalArgumentException where the graph is given files: give tables
     */
    public static void check(TestGraph graph) {
        if (graph.readsFiles()) {
            throw new IllegalArgumentException("rows are given as files: give tables, which can be taken apart");
        }
        TestRun run = graph.run();
        Map<String, RowDigest> first = run.digests();
        Assertions.assertEquals(first, graph.run().digests(), "the graph's rows differ from run to run");
        batches(graph, run);
        Map<String, RowDigest> alone = new TreeMap<>();
        for (String segment : segments(graph)) {
            TestGraph one = graph;
            for (Map.Entry<String, TestTable> table : graph.tables().entrySet()) {
                Map<String, TestTable> rows = Segments.of(table.getValue());
                one = one.given(
                        table.getKey(),
                        rows.getOrDefault(
                                segment, TestTable.empty(table.getValue().schema())));
            }
            one.run().digests().forEach((step, digest) -> alone.merge(step, digest, RowDigest::plus));
        }
        first.forEach((step, digest) -> {
            if (compared(graph.named(step))) {
                Assertions.assertEquals(
                        digest,
                        Objects.requireNonNull(alone.get(step)),
                        "rows of step \"" + step + "\" depend on how segments are grouped: group, partition and join by"
                                + " segment_id");
            }
        });
    }

    private static boolean compared(StepSpec step) {
        return !(step instanceof StepSpec.Reduce || step instanceof StepSpec.Source || step instanceof StepSpec.Check);
    }

    private static void batches(TestGraph graph, TestRun run) {
        for (Stage stage : Stages.of(graph.spec())) {
            if (stage.readsSegments()) {
                continue; // recordings come in the engine's own batches
            }
            TestGraph fed = graph;
            for (String input : stage.steps().stream()
                    .flatMap(step -> step.inputs().stream())
                    .toList()) {
                if (stage.steps().stream().noneMatch(step -> step.name().equals(input))) {
                    fed = fed.given(input, run.table(input));
                }
            }
            Assertions.assertEquals(
                    fed.runStage(stage, BATCH_ROWS).digests(),
                    fed.runStage(stage, FEW_ROWS).digests(),
                    "rows of step \"" + stage.name() + "\" depend on the size of batches: keep no state between batches"
                            + " that their ends reset");
        }
    }

    private static Set<String> segments(TestGraph graph) {
        Set<String> segments = new TreeSet<>();
        graph.tables()
                .values()
                .forEach(table -> segments.addAll(Segments.of(table).keySet()));
        return segments;
    }
}
