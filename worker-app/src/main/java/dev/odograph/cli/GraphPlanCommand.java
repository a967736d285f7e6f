package dev.odograph.cli;

import dev.odograph.activity.RunPreview;
import dev.odograph.activity.RunPreviews;
import dev.odograph.activity.StagePreview;
import dev.odograph.artifact.ArtifactStore;
import dev.odograph.cli.project.Branches;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.graph.MetricFile;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.worker.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "Show what a run would compute and why, and what it would reuse.",
            "Rows, bytes and time to expect are by earlier executions of the same step. Starts nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph graph plan car_following openacc --param ttc_limit_s=3"})
final class GraphPlanCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(
            index = "0",
            paramLabel = "GRAPH",
            description = "Name of the graph, or a metric's FILE.sql or FILE.py.")
    private String graph = "";

    @Parameters(index = "1", paramLabel = "DATASET", description = "Name of the dataset, or name@version.")
    private String dataset = "";

    @Mixin
    private CodeOptions code = new CodeOptions();

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "Value of a graph parameter; may be repeated.")
    private Map<String, Object> parameters = new TreeMap<>();

    @Option(names = "--target-rows", paramLabel = "ROWS", description = "Mean rows of a partition (default: 500000).")
    private @Nullable Long targetRows;

    private final Console console;

    GraphPlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StackSession session = StackSession.open(common, console);
        boolean file = MetricFile.isFile(graph);
        // A run pushes it first, and what branch code computes goes to tables of its own.
        String branch = file
                ? Branches.configured().of(Path.of(graph), null)
                : code.project()
                        .map(project -> Branches.configured().of(project.directory(), null))
                        .orElse(null);
        Bundle bundle =
                file ? ExampleBundle.of(session.directory(), Path.of(graph)) : code.load(common, console, graph);
        String name = file ? bundle.graphs().getFirst().name() : graph;
        GraphCommand.graph(bundle, name);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            boolean example =
                    ExampleBundle.current(session.directory()).digest().equals(bundle.digest());
            RunPreview preview = new RunPreviews(
                            stores.postgres(),
                            stores.datasets(),
                            new ArtifactStore(session.directory().artifacts()),
                            new BundleShelf(session.directory().bundleStore()))
                    .preview(
                            new RunInput(
                                    name, null, bundle.digest(), dataset, parameters, Purpose.ADHOC, null, targetRows),
                            example ? null : branch);
            if (common.json()) {
                console.json(preview);
            } else {
                show(preview);
            }
        }
        return ExitCodes.OK;
    }

    private void show(RunPreview preview) {
        console.print(console.bold(preview.graph() + " " + preview.version()) + " on " + preview.dataset() + ": "
                + Text.number(preview.segments()) + " segments in " + Text.number(preview.partitions())
                + " partitions");
        console.print("");
        console.table(
                List.of("STAGE", "REUSED", "STORED", "COMPUTED", "ROWS", "BYTES", "WORK", "WHY"),
                preview.stages().stream().map(GraphPlanCommand::row).toList(),
                "STORED",
                "BYTES",
                "ROWS");
        console.print("");
        console.print(total(preview));
        console.say(
                preview.comparedWith() == null
                        ? "The graph never ran, so there is nothing to compare with."
                        : "Compared with run " + preview.comparedWith()
                                + ". Rows, bytes and work are by earlier executions of the same step.");
    }

    private static List<String> row(StagePreview stage) {
        boolean idle = stage.computed() == 0;
        return List.of(
                stage.name(),
                stage.reused() + "/" + stage.outputs(),
                stage.stored() == 0 ? "" : Text.number(stage.stored()),
                idle ? "" : Text.number(stage.computed()),
                idle ? "" : stage.rows() == null ? "unknown" : Text.number(stage.rows()),
                idle ? "" : stage.bytes() == null ? "unknown" : bytes(stage.bytes()),
                idle ? "" : stage.seconds() == null ? "unknown" : seconds(stage.seconds()),
                String.join("; ", stage.reasons()));
    }

    private static String total(RunPreview preview) {
        int computed =
                preview.stages().stream().mapToInt(StagePreview::computed).sum();
        int outputs = preview.stages().stream().mapToInt(StagePreview::outputs).sum();
        if (computed == 0) {
            return "Nothing to compute: " + Text.number(outputs) + " outputs are there.";
        }
        double work = preview.stages().stream()
                .map(StagePreview::seconds)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
        boolean unknown = preview.stages().stream().anyMatch(stage -> stage.seconds() == null);
        long bytes = preview.stages().stream()
                .map(StagePreview::bytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        return Text.number(computed) + " of " + Text.number(outputs) + " outputs to compute, "
                + (unknown ? (work > 0 ? "more than " + seconds(work) : "unknown time") : "about " + seconds(work))
                + " of work, spread over the workers' slots, and "
                + (unknown ? (bytes > 0 ? "more than " + bytes(bytes) : "an unknown size") : "about " + bytes(bytes))
                + " of artifacts.";
    }

    private static String bytes(long bytes) {
        return bytes < 1_000_000
                ? Text.number(Math.ceilDiv(bytes, 1_000)) + " kB"
                : Text.number(bytes / 1e6, 1) + " MB";
    }

    private static String seconds(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
}
