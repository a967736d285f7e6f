package dev.odograph.cli;

import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of all graphs of the examples, from their specs and the comments of their sources. */
final class MetricsReference {
    private static final String HEAD = """
            # Metrics of the examples

            Generated from the graphs and the comments of their sources; `MetricsReferenceTest` compares it. To write it anew:
            ```
            mvn -q -pl integration-tests -am test -Dtest=MetricsReferenceTest -Dodograph.update=true \\
                -Dsurefire.failIfNoSpecifiedTests=false
            ```
            """;

    private final Path sources;

    MetricsReference(Path sources) {
        this.sources = sources;
    }

    String page(List<GraphDefinition> definitions) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        List<GraphDefinition> sorted = definitions.stream()
                .filter(definition -> definition.getClass().getName().startsWith("dev.odograph.examples."))
                .sorted(Comparator.comparing(
                        definition -> GraphSpecs.of(definition).name()))
                .toList();
        page.append("\n| graph | metrics |\n|---|---|\n");
        for (GraphDefinition definition : sorted) {
            GraphSpec spec = GraphSpecs.of(definition);
            String metrics = String.join(
                    ", ",
                    spec.metrics().stream()
                            .map(metric -> "`" + metric.name() + "`")
                            .toList());
            page.append("| [`")
                    .append(spec.name())
                    .append("`](#")
                    .append(spec.name())
                    .append(") | ")
                    .append(metrics);
            page.append(" |\n");
        }
        for (GraphDefinition definition : sorted) {
            graph(page, definition);
        }
        return page.toString();
    }

    private void graph(StringBuilder page, GraphDefinition definition) throws IOException {
        GraphSpec spec = GraphSpecs.of(definition);
        Path folder = sources.resolve(definition.getClass().getPackageName().replace('.', '/'));
        SourceComments comments = SourceComments.of(folder);
        page.append("\n## ")
                .append(spec.name())
                .append("\n")
                .append(spec.description())
                .append(".\n\n");
        page.append("Graph `").append(spec.name()).append("` ").append(spec.version());
        page.append(spec.owner() == null ? "" : ", owner `" + spec.owner() + "`");
        page.append(", namespace `").append(spec.namespace()).append("`, package `");
        page.append(definition.getClass().getPackageName())
                .append("`.\n\n")
                .append(comments.ofPackage())
                .append("\n\n");
        if (!spec.parameters().isEmpty()) {
            page.append("| parameter | default | unit |\n|---|---|---|\n");
            for (ParameterSpec parameter : spec.parameters()) {
                row(page, "`" + parameter.name() + "`", parameter.defaultValue(), unit(parameter.unit()));
            }
            page.append("\n");
        }
        page.append("| step | kind | reads |\n|---|---|---|\n");
        for (StepSpec step : spec.steps()) {
            String reads = step instanceof StepSpec.Source source
                    ? "table `" + source.table() + "` of each segment"
                    : String.join(
                            ", ",
                            step.inputs().stream()
                                    .map(input -> "`" + input + "`")
                                    .toList());
            row(page, "`" + step.name() + "`", step.kind(), reads);
        }
        for (MetricSpec metric : spec.metrics()) {
            metric(page, spec.step(metric.step()).orElseThrow(), metric, comments);
        }
    }

    private static void metric(StringBuilder page, StepSpec step, MetricSpec metric, SourceComments comments) {
        page.append("\n### ")
                .append(metric.name())
                .append(" ")
                .append(metric.version())
                .append("\n");
        List<ColumnSpec> columns = step.output().columns();
        SourceComments.OfRecord record =
                comments.ofRecord(columns.stream().map(ColumnSpec::name).toList());
        page.append(record.summary()).append(record.summary().isEmpty() ? "" : "\n\n");
        List<Measure> measures = metric.measures() == null ? List.of() : metric.measures();
        if (!measures.isEmpty()) {
            page.append("Compared by ");
            page.append(String.join(
                    "; ", measures.stream().map(MetricsReference::compared).toList()));
            page.append(".\n\n");
        }
        page.append("| column | type | unit | | meaning |\n|---|---|---|---|---|\n");
        Map<String, String> meanings = record.columns();
        for (ColumnSpec column : columns) {
            row(
                    page,
                    "`" + column.name() + "`",
                    column.type().name().toLowerCase(Locale.ROOT),
                    unit(column.unit()),
                    column.key() ? "key" : column.nullable() ? "nullable" : "",
                    meanings.getOrDefault(column.name(), ""));
        }
    }

    private static String compared(Measure measure) {
        String what = measure.words().equals(measure.name()) ? "" : measure.words();
        String better = switch (measure.direction()) {
            case LOWER_IS_BETTER -> "lower is better";
            case HIGHER_IS_BETTER -> "higher is better";
            case NONE -> "";
        };
        String said = what.isEmpty() || better.isEmpty() ? what + better : what + ", " + better;
        return "`" + measure.name() + "`" + (said.isEmpty() ? "" : " (" + said + ")");
    }

    private static String unit(@org.jspecify.annotations.Nullable String unit) {
        return unit == null ? "" : unit;
    }

    private static void row(StringBuilder page, Object... cells) {
        page.append("|");
        for (Object cell : cells) {
            page.append(" ").append(String.valueOf(cell).replace("|", "\\|")).append(" |");
        }
        page.append("\n");
    }

    /** Writes or reads the page's file. */
    static Path file() {
        return Snippet.ROOT.resolve("docs").resolve("reference").resolve("metrics.md");
    }

    static String read() throws IOException {
        return Files.exists(file()) ? Files.readString(file()) : "";
    }
}
