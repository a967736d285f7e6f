package dev.odograph.test;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.spec.StepSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every step owes, whatever it computes, as tests over rows made up from the schemas of its inputs: it takes absent
 * values and NaN where they are allowed, no rows, one row, very many rows in several segments, and rows that come
 * unsorted; and it puts out the same rows whatever the size of batches. Its output is held to the declared schema by the
 * code that runs the step. A failed rule of a check is no breach.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> everyStepKeepsItsContract() {
 *     return StepContracts.of(new TopSpeed());
 * }
 * }</pre>
 */
public final class StepContracts {
    private static final int MANY = 70_000;
    private static final int SOME = 50;
    private static final long SEED = 42;

    private StepContracts() {}

    /** The tests of all steps of a graph, named {@code step: case}. */
    public static Stream<DynamicTest> of(GraphDefinition definition) {
        return of(TestGraph.of(definition));
    }

    /** The same with the parameters and libraries of a graph under test; its rows are not used. */
    public static Stream<DynamicTest> of(TestGraph graph) {
        List<DynamicTest> tests = new ArrayList<>();
        for (StepSpec step : graph.spec().steps()) {
            add(tests, step, "absent values", () -> runs(graph, step, 2, SOME, Generated.Kind.NULLS));
            add(tests, step, "NaN where it is allowed", () -> runs(graph, step, 2, SOME, Generated.Kind.NANS));
            add(tests, step, "one row", () -> runs(graph, step, 1, 1, Generated.Kind.PLAIN));
            add(tests, step, "very many rows", () -> runs(graph, step, 2, MANY / 2, Generated.Kind.PLAIN));
            add(tests, step, "the same rows in other batches", () -> sameInOtherBatches(graph, step));
            if (step instanceof StepSpec.Source) {
                add(tests, step, "unsorted rows", () -> sameUnsorted(graph, step));
            } else {
                add(tests, step, "no rows", () -> runs(graph, step, 0, 0, Generated.Kind.PLAIN));
            }
        }
        return tests.stream();
    }

    private static void add(List<DynamicTest> tests, StepSpec step, String about, Runnable test) {
        tests.add(dynamicTest(step.name() + ": " + about, test::run));
    }

    private static void runs(TestGraph graph, StepSpec step, int segments, int rows, Generated.Kind kind) {
        tolerant(() -> fed(graph, step, segments, rows, kind).runStep(step, 65_536));
    }

    private static void sameInOtherBatches(TestGraph graph, StepSpec step) {
        TestGraph fed = fed(graph, step, 3, SOME, Generated.Kind.PLAIN);
        IntFunction<RowDigest> digest = rows -> java.util.Objects.requireNonNull(
                fed.runStep(step, rows).digests().get(step.name()));
        tolerant(() -> {
            RowDigest whole = digest.apply(65_536);
            Assertions.assertEquals(whole, digest.apply(65_536), "step " + step.name() + " differs from run to run");
            Assertions.assertEquals(whole, digest.apply(7), "step " + step.name() + " depends on the size of batches");
        });
    }

    private static void sameUnsorted(TestGraph graph, StepSpec step) {
        TestTable sorted = Generated.rows(step.output(), 1, SOME, Generated.Kind.PLAIN, SEED);
        List<List<@org.jspecify.annotations.Nullable Object>> rows = new ArrayList<>(sorted.rows());
        Collections.shuffle(rows, new Random(SEED));
        TestTable unsorted = new TestTable(sorted.schema(), List.of(), rows);
        graph.given(step.name(), unsorted).runStep(step.name()).isEqualTo(sorted, Tolerance.EXACT);
    }

    private static TestGraph fed(TestGraph graph, StepSpec step, int segments, int rows, Generated.Kind kind) {
        TestGraph fed = graph;
        if (step instanceof StepSpec.Source) {
            return fed.given(step.name(), Generated.rows(step.output(), segments, rows, kind, SEED));
        }
        for (String input : step.inputs()) {
            fed = fed.given(input, Generated.rows(graph.named(input).output(), segments, rows, kind, SEED));
        }
        return fed;
    }

    /** Made-up rows may break a declared rule; that is the check's own work. */
    private static void tolerant(Runnable test) {
        try {
            test.run();
        } catch (OdographException e) {
            if (e.code() != ErrorCode.CHECK_FAILED) {
                throw e;
            }
        }
    }
}
