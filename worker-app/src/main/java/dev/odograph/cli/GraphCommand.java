package dev.odograph.cli;

import dev.odograph.activity.BundleReferences;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.DuckDbSqlCatalog;
import dev.odograph.step.python.PythonSyntax;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "graph",
        description = "List, show, validate, plan and lock graphs.",
        subcommands = {GraphPlanCommand.class, GraphLockCommand.class, GraphCheckCommand.class},
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph graph show car_following"})
final class GraphCommand {
    private final Console console;

    GraphCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "list",
            description =
                    "List the graphs: the project's here, else the examples; or those of a pushed bundle or branch.",
            mixinStandardHelpOptions = true,
            footer = {"", "Examples: odograph graph list", "          odograph graph list --bundle main"})
    int list(@Mixin Common common, @Mixin CodeOptions code) {
        if (code.reference() != null) {
            return listBranch(common, code.reference());
        }
        Bundle bundle = code.project()
                .map(project -> AuthorCode.build(new DataDirectory(common.home().directory()), project))
                .orElseGet(() ->
                        ExampleBundle.current(new DataDirectory(common.home().directory())));
        if (common.json()) {
            console.json(bundle.graphs().stream()
                    .map(graph -> Map.of(
                            "name", graph.name(),
                            "version", graph.version().toString(),
                            "description", graph.description(),
                            "bundle", bundle.digest()))
                    .toList());
        } else {
            console.table(
                    List.of("GRAPH", "VERSION", "METRICS", "DESCRIPTION"),
                    bundle.graphs().stream()
                            .map(graph -> List.of(
                                    graph.name(), graph.version().toString(), metrics(graph), graph.description()))
                            .toList());
        }
        return ExitCodes.OK;
    }

    private int listBranch(Common common, String reference) {
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            List<BundleReferences.Listed> graphs =
                    CodeOptions.references(stores, session).list(reference);
            if (common.json()) {
                console.json(graphs.stream()
                        .map(listed -> Map.of(
                                "name", listed.graph().name(),
                                "version", listed.graph().version().toString(),
                                "description", listed.graph().description(),
                                "bundle", listed.digest()))
                        .toList());
            } else {
                console.table(
                        List.of("GRAPH", "VERSION", "METRICS", "BUNDLE"),
                        graphs.stream()
                                .map(listed -> List.of(
                                        listed.graph().name(),
                                        listed.graph().version().toString(),
                                        metrics(listed.graph()),
                                        listed.digest().substring(0, 12)))
                                .toList());
            }
        }
        return ExitCodes.OK;
    }

    @Command(
            name = "show",
            description = "Show a graph's steps, schemas and stages.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph graph show car_following"})
    int show(
            @Mixin Common common,
            @Mixin CodeOptions code,
            @Parameters(paramLabel = "GRAPH", description = "Name of the graph, or a metric's FILE.sql or FILE.py.")
                    String name) {
        GraphSpec graph = named(common, code, name);
        if (common.json()) {
            console.json(graph);
            return ExitCodes.OK;
        }
        console.print(console.bold(graph.name() + " " + graph.version()) + "  " + graph.description());
        console.print("");
        console.table(
                List.of("STEP", "KIND", "READS", "COLUMNS"),
                graph.steps().stream().map(GraphCommand::row).toList());
        console.print("");
        console.print("Metrics: " + metrics(graph));
        for (MetricSpec metric : graph.metrics()) {
            List<Measure> measures = metric.measures() == null ? List.of() : metric.measures();
            measures.forEach(
                    measure -> console.print("         " + metric.name() + " is compared by " + words(measure)));
        }
        console.print("Stages:  "
                + Stages.of(graph).stream()
                        .map(stage -> stage.steps().stream().map(StepSpec::name).collect(Collectors.joining(" → ")))
                        .collect(Collectors.joining(", ")));
        return ExitCodes.OK;
    }

    @Command(
            name = "validate",
            description = "Check a graph and report all its problems at once; exits with 2 where there are any.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples: odograph graph validate car_following",
                "          odograph graph validate top_speed.sql"
            })
    int validate(
            @Mixin Common common,
            @Mixin CodeOptions code,
            @Parameters(paramLabel = "GRAPH", description = "Name of the graph, or a metric's FILE.sql or FILE.py.")
                    String name) {
        GraphSpec graph = named(common, code, name);
        List<Stage> stages = Stages.of(graph);
        if (common.json()) {
            console.json(Map.of("graph", graph.name(), "valid", true, "problems", List.of()));
        } else {
            console.print(graph.name() + " " + graph.version() + " is valid: "
                    + graph.steps().size() + " steps in " + stages.size() + " stages, "
                    + graph.metrics().size() + " metrics");
        }
        return ExitCodes.OK;
    }

    private GraphSpec named(Common common, CodeOptions code, String name) {
        return MetricFile.isFile(name)
                ? MetricFile.read(Path.of(name)).graph(DuckDbSqlCatalog::new, new PythonSyntax())
                : graph(code.load(common, console, name), name);
    }

    static GraphSpec graph(Bundle bundle, String name) {
        return bundle.graph(name)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.GRAPH_NOT_FOUND,
                        "Graph " + Text.quoted(name) + " is not there: ./odograph graph list shows those that are, "
                                + bundle.graphs().stream().map(GraphSpec::name).toList()));
    }

    private static List<String> row(StepSpec step) {
        return List.of(
                step.name(),
                step.kind(),
                String.join(", ", step.inputs()),
                step.output().columns().stream().map(GraphCommand::column).collect(Collectors.joining(", ")));
    }

    private static String column(ColumnSpec column) {
        return (column.key() ? "*" : "") + column.name() + (column.unit() == null ? "" : " [" + column.unit() + "]");
    }

    private static String words(Measure measure) {
        String what = measure.words();
        return measure.name()
                + (what.equals(measure.name()) ? "" : " (" + what + ")")
                + switch (measure.direction()) {
                    case LOWER_IS_BETTER -> ", lower is better";
                    case HIGHER_IS_BETTER -> ", higher is better";
                    case NONE -> "";
                }
                + (measure.tolerance() == null ? "" : ", tolerance " + measure.tolerance());
    }

    private static String metrics(GraphSpec graph) {
        return graph.metrics().stream()
                .map((MetricSpec metric) -> metric.name() + " " + metric.version())
                .collect(Collectors.joining(", "));
    }
}
