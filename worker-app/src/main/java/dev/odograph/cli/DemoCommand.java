package dev.odograph.cli;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.DatasetImporter;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.ImportRequest;
import dev.odograph.dataset.ImportResult;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.query.RunView;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.spec.Digests;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ResultFormat;
import dev.odograph.store.clickhouse.ResultReader;
import dev.odograph.store.clickhouse.ResultSelection;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.worker.RunStart;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "The main job: start the stack, import recordings, run car_following, print the results.",
            "Without --data the recordings are a simulated fleet."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples: odograph demo", "          odograph demo --data ../recordings/segments"})
final class DemoCommand implements Callable<Integer> {
    private static final String GRAPH = "car_following";
    private static final String METRIC = "platoon_safety";
    private static final int THREADS = 2;

    @Mixin
    private Common common = new Common();

    @Option(names = "--data", paramLabel = "DIR", description = "Directory of Parquet recordings to import instead.")
    private @Nullable Path data;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        console.say("1/4  Starting PostgreSQL, Temporal, ClickHouse and the worker …");
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), THREADS + 1);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            console.say(
                    "2/4  " + (data == null ? "Simulating 20 recordings of platoons …" : "Importing " + data + " …"));
            ImportResult dataset = dataset(session, stores);
            console.say("     " + dataset.dataset().segments() + " segments, "
                    + Text.number(dataset.dataset().rows()) + " rows, "
                    + Text.number(dataset.dataset().distanceM() / 1000, 1) + " km in dataset "
                    + dataset.dataset().name() + "@" + dataset.dataset().version());
            Bundle bundle = ExampleBundle.current(session.directory());
            RunInput input = new RunInput(
                    GRAPH,
                    null,
                    bundle.digest(),
                    dataset.dataset().name().toString(),
                    Map.of(),
                    Purpose.ADHOC,
                    null,
                    null);
            String id = RunStart.newId(GRAPH, dataset.dataset().name().toString());
            console.say("3/4  Running " + GRAPH + " as " + id + " …");
            RunStart.start(temporal.client(), id, input);
            int code = new RunWatch(stores, temporal.client(), console).awaitEnd(id);
            if (code == ExitCodes.OK) {
                console.say("4/4  Results");
            }
            print(session, stores, id);
            return code;
        }
    }

    private ImportResult dataset(StackSession session, Stores stores) {
        if (data == null) {
            return DatasetSimulateCommand.simulate(
                    stores,
                    session.directory(),
                    DatasetName.of("demo_fleet"),
                    SimulatorOptions.platoons(20, 1),
                    console);
        }
        String name = "demo_"
                + Digests.sha256Hex(data.toAbsolutePath().normalize().toString())
                        .substring(0, 8);
        DatasetName dataset = DatasetName.of(name);
        return new DatasetImporter(stores.datasets(), session.directory().home(), THREADS)
                .run(ImportRequest.of(dataset, ImportAction.IMPORT, List.of(data.toString())), (done, total) -> {});
    }

    private void print(StackSession session, Stores stores, String runId) throws IOException {
        RunView view = RunView.of(new RunReader(stores.postgres()).show(runId));
        String link = RunLinks.temporal(session.endpoints(), runId);
        String page = RunLinks.page(session.endpoints(), runId);
        if (common.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", view);
            result.put("page_url", page);
            result.put("temporal_url", link);
            result.put("results_command", "./odograph results " + METRIC + " --run " + runId + " --format json");
            console.json(result);
            return;
        }
        if (view.executed() > 0 || view.failed() > 0) {
            console.print("");
        }
        RunScreen.print(new RunReader(stores.postgres()).show(runId), console);
        ResultReader reader = new ResultReader(stores.clickhouse());
        ResultSource source = reader.resolve(
                ClickHouseNames.table("default", METRIC, new Version(1, 0)),
                "default",
                METRIC,
                1,
                new ResultSelection.ByRun(runId));
        OutputStream rows = new ByteArrayOutputStream();
        reader.writeSql(
                source,
                "SELECT segment_id, round(min_ttc_s, 2) AS min_ttc_s,"
                        + " round(tet_s, 1) AS tet_s, hard_brakes, round(distance_km, 1) AS km FROM " + METRIC
                        + " ORDER BY platoon_safety.min_ttc_s LIMIT 10",
                ResultFormat.TABLE,
                rows);
        console.print("");
        console.print("The 10 segments with the shortest time to collision:");
        console.print(((ByteArrayOutputStream) rows).toString(StandardCharsets.UTF_8));
        console.print("All rows      ./odograph results " + METRIC + " --run " + runId);
        console.print("Its page      " + page);
        console.print("Temporal UI   " + link);
        console.print("Stop it       ./odograph down");
    }
}
