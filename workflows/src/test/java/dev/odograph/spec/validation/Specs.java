package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A graph without problems, {@code source rows}, to which each case adds its mistake. */
final class Specs {
    static final ColumnSpec SEGMENT = key("segment_id", ColumnType.STRING);
    static final ColumnSpec T_MS = new ColumnSpec("t_ms", ColumnType.INT64, false, true, "ms", false);
    static final ColumnSpec SPEED = value("speed_mps", ColumnType.FLOAT64, "m/s");
    static final TableSchema ROWS = schema(SEGMENT, T_MS, SPEED);
    static final StepSpec SOURCE = new StepSpec.Source("rows", "main", ROWS);
    static final MetricSpec METRIC = metric("speed", "rows");

    private Specs() {}

    static ColumnSpec key(String name, ColumnType type) {
        return new ColumnSpec(name, type, false, true, null, false);
    }

    static ColumnSpec value(String name, ColumnType type, String unit) {
        return new ColumnSpec(name, type, false, false, unit, false);
    }

    static TableSchema schema(ColumnSpec... columns) {
        return new TableSchema(List.of(columns));
    }

    static MetricSpec metric(String name, String step) {
        return new MetricSpec(name, new Version(1, 0), step);
    }

    static StepSpec sql(String name, String text, String... inputs) {
        return new StepSpec.Sql(name, List.of(inputs), ROWS, text);
    }

    static StepSpec kernel(String kernel, Map<String, Object> parameters) {
        return new StepSpec.Kernel("made", List.of("rows"), ROWS, kernel, null, parameters);
    }

    static GraphSpec named(String namespace, String name) {
        return new GraphSpec(
                GraphSpec.FORMAT,
                namespace,
                name,
                new Version(1, 0),
                null,
                "",
                List.of(),
                List.of(SOURCE),
                List.of(METRIC));
    }

    /** The graph with further steps; a metric stores each, so that none is unused. */
    static GraphSpec with(StepSpec... more) {
        List<StepSpec> steps = new ArrayList<>(List.of(SOURCE));
        steps.addAll(List.of(more));
        List<MetricSpec> metrics = new ArrayList<>(List.of(METRIC));
        for (int i = 0; i < more.length; i++) {
            metrics.add(metric("m" + i, more[i].name()));
        }
        return of(List.of(), steps, metrics);
    }

    static GraphSpec with(ParameterSpec... parameters) {
        return of(List.of(parameters), List.of(SOURCE), List.of(METRIC));
    }

    static GraphSpec with(MetricSpec... more) {
        List<MetricSpec> metrics = new ArrayList<>(List.of(METRIC));
        metrics.addAll(List.of(more));
        return of(List.of(), List.of(SOURCE), metrics);
    }

    static GraphSpec of(List<ParameterSpec> parameters, List<StepSpec> steps, List<MetricSpec> metrics) {
        return new GraphSpec(
                GraphSpec.FORMAT, "default", "speeds", new Version(1, 0), null, "", parameters, steps, metrics);
    }

    static List<String> problems(GraphSpec graph, KernelCatalog kernels) {
        return GraphValidation.problems(graph, kernels, SqlCatalog.UNKNOWN).stream()
                .map(Problem::message)
                .toList();
    }
}
