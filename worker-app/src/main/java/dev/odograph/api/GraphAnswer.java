package dev.odograph.api;

import dev.odograph.activity.BundleReferences.Listed;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A graph. */
@Schema(name = "Graph", description = "A graph as a run would take it now.")
public record GraphAnswer(
        @Schema(description = "Its name.", examples = "car_following")
        String name,

        @Schema(description = "Prefix of its metrics' identity; \"default\" unless its author says otherwise.")
        String namespace,

        @Schema(description = "Its version.", examples = "1.0")
        String version,

        @Schema(description = "Team that answers for it; null where none is named.", nullable = true) @Nullable
        String owner,

        @Schema(description = "What it computes, in its author's words.")
        String description,

        @Schema(description = "Digest of the bundle that has it.")
        String bundle,

        @Schema(description = "Its parameters.") List<Parameter> parameters,

        @Schema(description = "The tables that it reads of a segment.")
        List<Table> sources,

        @Schema(description = "What it stores.") List<Metric> metrics) {
    public GraphAnswer {
        parameters = List.copyOf(parameters);
        sources = List.copyOf(sources);
        metrics = List.copyOf(metrics);
    }

    /** A parameter. */
    @Schema(name = "GraphParameter", description = "A parameter of a graph.")
    public record Parameter(
            @Schema(description = "Its name.") String name,

            @Schema(description = "Type of its values: bool, int32, int64, float64, string or timestamp.")
            String type,

            @Schema(
                    name = "default",
                    description = "Its value in runs that give none: a number, a text, true or false.")
            @com.fasterxml.jackson.annotation.JsonProperty("default")
            Object defaultValue,

            @Schema(description = "Unit of its values; null where it has none.", nullable = true) @Nullable
            String unit) {}

    /** A table with its columns. */
    @Schema(name = "GraphTable", description = "A table with its columns.")
    public record Table(
            @Schema(description = "Its name.") String name,

            @Schema(description = "Its columns, in order.") List<Column> columns) {}

    /** A column. */
    @Schema(name = "GraphColumn", description = "A column of a table.")
    public record Column(
            @Schema(description = "Its name.") String name,

            @Schema(description = "Type of its values: bool, int32, int64, float64, string or timestamp.")
            String type,

            @Schema(description = "Unit of its values; null where it has none.", nullable = true) @Nullable
            String unit,

            @Schema(description = "Whether a value may be null.")
            boolean nullable,

            @Schema(description = "Whether it is part of the rows' key.")
            boolean key) {
        static Column of(ColumnSpec column) {
            return new Column(
                    column.name(),
                    column.type().name().toLowerCase(Locale.ROOT),
                    column.unit(),
                    column.nullable(),
                    column.key());
        }
    }

    /** A metric. */
    @Schema(name = "GraphMetric", description = "A metric that a graph stores.")
    public record Metric(
            @Schema(description = "Its name.") String name,

            @Schema(description = "Its version.", examples = "1.0")
            String version,

            @Schema(description = "Its columns, in order.") List<Column> columns) {}

    static GraphAnswer of(Listed listed) {
        GraphSpec graph = listed.graph();
        return new GraphAnswer(
                graph.name(),
                graph.namespace(),
                graph.version().toString(),
                graph.owner(),
                graph.description(),
                listed.digest(),
                graph.parameters().stream().map(GraphAnswer::parameter).toList(),
                graph.steps().stream()
                        .filter(StepSpec.Source.class::isInstance)
                        .map(step -> new Table(step.name(), columns(step)))
                        .toList(),
                graph.metrics().stream().map(metric -> metric(graph, metric)).toList());
    }

    private static Parameter parameter(ParameterSpec parameter) {
        return new Parameter(
                parameter.name(),
                parameter.type().name().toLowerCase(Locale.ROOT),
                parameter.defaultValue(),
                parameter.unit());
    }

    private static Metric metric(GraphSpec graph, MetricSpec metric) {
        return new Metric(
                metric.name(),
                metric.version().toString(),
                graph.step(metric.step()).map(GraphAnswer::columns).orElse(List.of()));
    }

    private static List<Column> columns(StepSpec step) {
        return step.output().columns().stream().map(Column::of).toList();
    }
}
