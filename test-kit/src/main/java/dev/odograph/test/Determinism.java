package dev.odograph.test;

import dev.odograph.artifact.RowDigest;
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
    private Determinism() {}

    /**
     * Runs a graph with its rows twice over all segments at once, and once over each segment alone. Reduces, which are
     * over all segments by their nature, are compared between the first two only, as are sources and checks: they put
     * out what they read, and have a digest only where that came unsorted.
     *
     * @throws AssertionError naming the step that differs
     */
    public static void check(TestGraph graph) {
        Map<String, RowDigest> first = graph.run().digests();
        Assertions.assertEquals(first, graph.run().digests(), "the graph's rows differ from run to run");
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

    private static Set<String> segments(TestGraph graph) {
        Set<String> segments = new TreeSet<>();
        graph.tables()
                .values()
                .forEach(table -> segments.addAll(Segments.of(table).keySet()));
        return segments;
    }
}
