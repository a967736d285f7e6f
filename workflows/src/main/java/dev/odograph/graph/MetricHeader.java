package dev.odograph.graph;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Tolerance;
import dev.odograph.spec.Version;
import dev.odograph.spec.validation.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The header of a metric's file as it was read, and the code below it.
 *
 * @param sources the steps that read recordings
 * @param output columns of the metric
 * @param measures by what it is compared
 * @param checks rules on its tables
 * @param lines of a column, parameter or step by its name
 * @param body number of the first line of code
 * @param code the text below the header
 */
record MetricHeader(
        String name,
        Version version,
        String namespace,
        @Nullable String owner,
        String description,
        List<ParameterSpec> parameters,
        List<StepSpec.Source> sources,
        TableSchema output,
        @Nullable Tolerance tolerance,
        List<Measure> measures,
        SqlMetricChecks checks,
        @Nullable String function,
        @Nullable String lock,
        List<Problem> problems,
        Map<String, Integer> lines,
        int body,
        String code) {
    /** The graph of the sources, the checks and the one step that computes, made under the name that is given. */
    GraphSpec graph(Function<String, StepSpec> computes) {
        List<StepSpec> steps = new ArrayList<>();
        sources.forEach(source -> checks.add(
                steps,
                source.name(),
                source.name(),
                step -> new StepSpec.Source(step, source.table(), source.output())));
        checks.add(steps, "output", name, computes);
        return new GraphSpec(
                GraphSpec.FORMAT,
                namespace,
                name,
                version,
                owner,
                description,
                parameters,
                steps,
                List.of(new MetricSpec(name, version, name, tolerance, measures.isEmpty() ? null : measures)));
    }

    List<String> inputs() {
        return sources.stream().map(StepSpec.Source::name).toList();
    }
}
