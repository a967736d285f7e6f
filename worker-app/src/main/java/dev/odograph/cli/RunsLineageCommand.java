package dev.odograph.cli;

import dev.odograph.export.OpenLineageEvents;
import dev.odograph.spec.MetricSpec;
import dev.odograph.store.lineage.RunBatches;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.StageRecord;
import dev.odograph.worker.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lineage",
        description = {
            "Show what a run was made of: code, parameters, recordings, and what it stored.",
            "With --openlineage its events for a catalogue, one JSON object a line."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph runs lineage RUN_ID --openlineage >> events.ndjson"})
final class RunsLineageCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "RUN", description = "Id of the run.")
    private String runId = "";

    @Option(names = "--openlineage", description = "Print OpenLineage events.")
    private boolean openLineage;

    private final Console console;

    RunsLineageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Stores stores = Stores.open(StackSession.open(common, console).endpoints(), 2)) {
            RunLedger runs = new RunLedger(stores.postgres());
            RunRecord run = runs.run(runId);
            Map<String, Long> rows = new RunBatches(stores.postgres()).rows(runId);
            if (openLineage) {
                OpenLineageEvents.of(run, rows).forEach(event -> console.print(event.json()));
            } else {
                print(run, runs.stages(runId), rows);
            }
            return ExitCodes.OK;
        }
    }

    private void print(RunRecord run, List<StageRecord> stages, Map<String, Long> rows) {
        String graph = run.plan().spec().name() + " " + run.plan().spec().version();
        String dataset = run.plan().dataset() + "@" + run.plan().datasetVersion();
        Map<String, Object> parameters = new TreeMap<>(run.plan().parameters());
        if (common.json()) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("run_id", run.runId());
            view.put("graph", run.plan().spec().name());
            view.put("graph_version", run.plan().spec().version().toString());
            view.put("bundle", run.plan().bundleDigest());
            view.put("branch", run.plan().branch());
            view.put("dataset", run.plan().dataset());
            view.put("dataset_version", run.plan().datasetVersion());
            view.put("segments", run.planned().segments());
            view.put("parameters", parameters);
            view.put(
                    "stages",
                    stages.stream()
                            .map(stage -> Map.of(
                                    "name", stage.name(),
                                    "steps", stage.steps(),
                                    "fingerprint", stage.fingerprint(),
                                    "rows", rows(stage, rows)))
                            .toList());
            console.json(view);
            return;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("graph", graph);
        facts.put("bundle", run.plan().bundleDigest());
        facts.put("dataset", dataset + ", " + Text.number(run.planned().segments()) + " segments");
        facts.put(
                "parameters",
                parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(", ")));
        console.facts(facts);
        console.print("");
        console.table(
                List.of("STAGE", "STEPS", "FINGERPRINT", "STORED"),
                stages.stream()
                        .map(stage -> List.of(
                                stage.name(),
                                String.join(" → ", stage.steps()),
                                stage.fingerprint()
                                        .substring(
                                                0,
                                                Math.min(12, stage.fingerprint().length())),
                                rows(stage, rows).entrySet().stream()
                                        .map(each -> each.getKey() + ": " + Text.number(each.getValue()) + " rows")
                                        .collect(Collectors.joining(", "))))
                        .toList(),
                "STEPS");
    }

    private static Map<String, Long> rows(StageRecord stage, Map<String, Long> rows) {
        return stage.metrics().stream()
                .map(MetricSpec::name)
                .collect(
                        Collectors.toMap(name -> name, name -> rows.getOrDefault(name, 0L), (a, b) -> a, TreeMap::new));
    }
}
