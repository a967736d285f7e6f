package dev.odograph.test;

import dev.odograph.spec.StepSpec;

/** Whether two steps of a graph compute the same, such as a kernel and the plain Java step that it replaces. */
public final class Equivalence {
    private static final int SEGMENTS = 3;
    private static final int ROWS = 200;

    private Equivalence() {}

    /**
     * Runs both steps over made-up rows of their common input, with and without absent values, and compares the rows.
     *
     * @param seeds how many tables to make up
     * @throws AssertionError naming key, column and both values of what differs, and the seed
     * @throws IllegalArgumentException where the two do not read the same input or put out the same columns
     */
    public static void check(TestGraph graph, String one, String other, Tolerance tolerance, int seeds) {
        StepSpec left = graph.named(one);
        StepSpec right = graph.named(other);
        if (!left.inputs().equals(right.inputs()) || !left.output().equals(right.output())) {
            throw new IllegalArgumentException("steps \"" + one + "\" and \"" + other
                    + "\" do not read the same inputs or put out the same columns: declare both alike");
        }
        for (int seed = 0; seed < seeds; seed++) {
            Generated.Kind kind = seed % 2 == 0 ? Generated.Kind.PLAIN : Generated.Kind.NULLS;
            TestGraph fed = graph;
            for (String input : left.inputs()) {
                fed = fed.given(input, Generated.rows(graph.named(input).output(), SEGMENTS, ROWS, kind, seed));
            }
            try {
                fed.runStep(other).isEqualTo(fed.runStep(one), tolerance);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "\"" + other + "\" is not equivalent to \"" + one + "\" (seed " + seed + "): " + e.getMessage(),
                        e);
            }
        }
    }
}
