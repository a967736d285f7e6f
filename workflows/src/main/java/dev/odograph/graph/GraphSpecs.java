package dev.odograph.graph;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.validation.GraphValidation;
import dev.odograph.spec.validation.KernelCatalog;
import dev.odograph.spec.validation.Problem;
import dev.odograph.spec.validation.PythonCatalog;
import dev.odograph.spec.validation.SqlCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Turns what authors declare into validated specs. Runs the author's {@code define}. Thread-safe. */
public final class GraphSpecs {
    private GraphSpecs() {}

    /**
     * The spec of a definition, checked without the kernels' descriptors and without binding its SQL.
     *
     * @throws OdographException GRAPH_INVALID with all problems
     */
    public static GraphSpec of(GraphDefinition definition) {
        return of(definition, KernelCatalog.UNKNOWN, SqlCatalog.UNKNOWN);
    }

    /**
     * The spec of a definition, checked also against the kernels that are there and by binding its SQL.
     *
     * @throws OdographException GRAPH_INVALID with all problems
     */
    public static GraphSpec of(GraphDefinition definition, KernelCatalog kernels, SqlCatalog sql) {
        return of(definition, kernels, sql, PythonCatalog.UNKNOWN);
    }

    /**
     * The same, with the code of its python steps read by an interpreter.
     *
     * @throws OdographException GRAPH_INVALID with all problems
     */
    public static GraphSpec of(
            GraphDefinition definition, KernelCatalog kernels, SqlCatalog sql, PythonCatalog python) {
        GraphBuilder builder = declared(definition);
        List<Problem> problems = problems(builder, kernels, sql, python);
        if (!problems.isEmpty()) {
            throw new OdographException(
                    ErrorCode.GRAPH_INVALID, message(builder.spec().name(), problems));
        }
        return builder.spec();
    }

    /** All problems of a definition, in the order of its steps; empty when there are none. */
    public static List<Problem> problems(GraphDefinition definition) {
        return problems(definition, KernelCatalog.UNKNOWN, SqlCatalog.UNKNOWN);
    }

    /** All problems of a definition, with those of its kernels and its SQL. */
    public static List<Problem> problems(GraphDefinition definition, KernelCatalog kernels, SqlCatalog sql) {
        return problems(definition, kernels, sql, PythonCatalog.UNKNOWN);
    }

    /** All problems of a definition, with those of its kernels, its SQL and its Python. */
    public static List<Problem> problems(
            GraphDefinition definition, KernelCatalog kernels, SqlCatalog sql, PythonCatalog python) {
        return problems(declared(definition), kernels, sql, python);
    }

    /** The definitions that {@code META-INF/services} lists for a bundle's class loader, in order of class name. */
    public static List<GraphDefinition> discover(ClassLoader bundle) {
        return ServiceLoader.load(GraphDefinition.class, bundle).stream()
                .sorted((a, b) -> a.type().getName().compareTo(b.type().getName()))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Name of the graph that a definition declares: its class name in snake_case. */
    public static String name(GraphDefinition definition) {
        return SnakeCase.of(definition.getClass().getSimpleName());
    }

    /** The one message for all problems of a graph. */
    public static String message(String graph, List<Problem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "\n- " + problem.message())
                .collect(Collectors.joining("", "Graph \"" + graph + "\" has " + count + ":", ""));
    }

    private static GraphBuilder declared(GraphDefinition definition) {
        GraphBuilder builder = new GraphBuilder(name(definition));
        try {
            definition.define(builder);
        } catch (RuntimeException e) {
            builder.failed(e);
        }
        return builder;
    }

    private static List<Problem> problems(
            GraphBuilder builder, KernelCatalog kernels, SqlCatalog sql, PythonCatalog python) {
        List<Problem> problems = new ArrayList<>(builder.problems());
        // a definition that failed half-way would seem to lack all that it did not reach
        if (!builder.failed()) {
            problems.addAll(GraphValidation.problems(builder.spec(), kernels, sql, python));
        }
        return problems;
    }
}
