package dev.odograph.host;

import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.graph.MetricFile;
import dev.odograph.host.bundle.BundleClassLoader;
import dev.odograph.host.bundle.BundleDescription;
import dev.odograph.host.bundle.BundledMetrics;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.validation.Problem;
import dev.odograph.spec.validation.PythonCatalog;
import dev.odograph.spec.validation.SqlCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Function;

/** Runs a bundle's graph definitions and collects what they declare, with every problem. Runs in a step host only. */
final class BundleInspector {
    private final Function<List<ParameterSpec>, SqlCatalog> engine;
    private final PythonCatalog python;

    /** An inspector that binds SQL by {@code engine}, which is told the graph's parameters, and reads code by {@code python}. */
    BundleInspector(Function<List<ParameterSpec>, SqlCatalog> engine, PythonCatalog python) {
        this.engine = engine;
        this.python = python;
    }

    BundleDescription describe(Path bundle) {
        List<GraphSpec> graphs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        BundleKernels kernels = BundleKernels.open(bundle, problems);
        try (BundleClassLoader loader = BundleClassLoader.open(bundle)) {
            List<GraphDefinition> definitions = GraphSpecs.discover(loader);
            for (GraphDefinition definition : definitions) {
                read(definition, kernels, graphs, problems);
            }
            List<MetricFile> metrics = BundledMetrics.read(bundle);
            metrics.forEach(metric -> read(metric, graphs, problems));
            if (definitions.isEmpty() && metrics.isEmpty()) {
                problems.add("The bundle lists no graph: name its GraphDefinition classes in META-INF/services/"
                        + GraphDefinition.class.getName());
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            problems.add(
                    "A graph cannot be loaded (" + e.getMessage()
                            + "): give the class a public constructor without arguments, and pack what it needs into the bundle");
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle's jars cannot be closed", e);
        }
        graphs.sort(Comparator.comparing(GraphSpec::name));
        return new BundleDescription(graphs, kernels.listed(), problems);
    }

    private void read(MetricFile metric, List<GraphSpec> graphs, List<String> problems) {
        List<Problem> found = metric.problems(engine, python);
        found.forEach(problem -> problems.add(problem.message()));
        if (found.isEmpty()) {
            GraphSpec graph = metric.graph(parameters -> SqlCatalog.UNKNOWN, PythonCatalog.UNKNOWN);
            if (graphs.stream().anyMatch(other -> other.name().equals(graph.name()))) {
                problems.add("Graph \"" + graph.name() + "\" is declared twice: rename the metric of one file");
            } else {
                graphs.add(graph);
            }
        }
    }

    private void read(
            GraphDefinition definition, BundleKernels kernels, List<GraphSpec> graphs, List<String> problems) {
        String name = GraphSpecs.name(definition);
        if (graphs.stream().anyMatch(graph -> graph.name().equals(name))) {
            problems.add("Graph \"" + name + "\" is declared twice: rename " + definition.getClass());
            return;
        }
        // SQL is bound with the declared parameters, hence once the declaration itself stands.
        List<Problem> found = GraphSpecs.problems(definition, kernels, SqlCatalog.UNKNOWN, python);
        if (found.isEmpty()) {
            GraphSpec graph = GraphSpecs.of(definition, kernels, SqlCatalog.UNKNOWN);
            found = GraphSpecs.problems(definition, kernels, engine.apply(graph.parameters()));
            if (found.isEmpty()) {
                graphs.add(graph);
            }
        }
        found.forEach(problem -> problems.add("Graph \"" + name + "\": " + problem.message()));
    }
}
