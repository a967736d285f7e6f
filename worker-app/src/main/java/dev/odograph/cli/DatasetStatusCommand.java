package dev.odograph.cli;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.store.lineage.StalePublication;
import dev.odograph.store.lineage.StalePublications;
import dev.odograph.worker.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Show which published results are stale: recordings were replaced or retracted since.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph dataset status openacc"})
final class DatasetStatusCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "NAME", description = "Name of the dataset.")
    private String name = "";

    private final Console console;

    DatasetStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DatasetName wanted = DatasetName.of(name);
        try (Stores stores = Stores.open(StackSession.open(common, console).endpoints(), 2)) {
            Dataset dataset = stores.datasets().load(wanted, null);
            print(dataset, new StalePublications(stores.postgres()).list(dataset.datasetId()));
            return ExitCodes.OK;
        }
    }

    private void print(Dataset dataset, List<StalePublication> stale) {
        if (common.json()) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("name", dataset.name().toString());
            view.put("version", dataset.version());
            view.put("stale", stale.stream().map(DatasetStatusCommand::view).toList());
            console.json(view);
            return;
        }
        String newest = dataset.name() + "@" + dataset.version();
        if (stale.isEmpty()) {
            console.print("Nothing is stale: no published result read a recording that " + newest
                    + " holds otherwise or no longer");
            return;
        }
        console.table(
                List.of("METRIC", "CHANNEL", "RUN", "READ", "REPLACED", "RETRACTED", "SEGMENTS"),
                stale.stream().map(each -> row(dataset, each)).toList(),
                "SEGMENTS");
        console.print("");
        console.print("Run the graphs again on " + newest + ": only what changed is computed.");
    }

    private static List<String> row(Dataset dataset, StalePublication stale) {
        long more = stale.replaced() + stale.retracted() - stale.firstSegments().size();
        return List.of(
                stale.metric() + " v" + stale.major(),
                stale.channel(),
                stale.runId(),
                dataset.name() + "@" + stale.datasetVersion(),
                Text.number(stale.replaced()),
                Text.number(stale.retracted()),
                String.join(", ", stale.firstSegments()) + (more > 0 ? " and " + Text.number(more) + " more" : ""));
    }

    private static Map<String, Object> view(StalePublication stale) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("namespace", stale.namespace());
        view.put("metric", stale.metric());
        view.put("major", stale.major());
        view.put("channel", stale.channel());
        view.put("run_id", stale.runId());
        view.put("dataset_version", stale.datasetVersion());
        view.put("replaced_segments", stale.replaced());
        view.put("retracted_segments", stale.retracted());
        view.put("first_segments", stale.firstSegments());
        return view;
    }
}
