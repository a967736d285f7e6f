package dev.odograph.integration;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetImporter;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.ImportRequest;
import dev.odograph.dataset.Segment;
import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.embedded.EmbeddedStack;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.schema.postgres.Migrations;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import dev.odograph.worker.WorkerRuntime;
import dev.odograph.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all end-to-end tests share: one stack, its stores, the examples' bundle, and a worker that can be taken away. */
final class Lab {
    static final String GRAPH = "car_following";
    static final WorkerSettings SETTINGS = WorkerSettings.of(Map.of("ODOGRAPH_COMPUTE_SLOTS", "2"));

    private static @Nullable Lab shared;

    final Endpoints endpoints;
    final DataDirectory directory;
    final Stores stores;
    final TemporalConnection temporal;
    final Bundles bundles;
    final Runs runs;
    final Results results;
    final RunLedger ledger;
    final OutputLedger outputs;
    private @Nullable WorkerRuntime worker;

    private Lab() {
        EmbeddedStack stack = SharedStack.all();
        endpoints = stack.endpoints();
        directory = new DataDirectory(stack.home().directory());
        stores = Stores.open(endpoints, 4);
        Migrations.migrate(stores.pool());
        ResultTables.createMirror(stores.clickhouse());
        temporal = TemporalConnection.open(endpoints);
        bundles = new Bundles(directory);
        ledger = new RunLedger(stores.postgres());
        outputs = new OutputLedger(stores.postgres());
        runs = new Runs(this);
        results = new Results(this);
    }

    /** The lab of this JVM, with a worker in this process. */
    static synchronized Lab open() {
        Lab lab = shared;
        if (lab == null) {
            lab = new Lab();
            shared = lab;
            Runtime.getRuntime().addShutdownHook(new Thread(lab::stopWorker, "end-lab"));
        }
        lab.startWorker();
        return lab;
    }

    synchronized void startWorker() {
        if (worker == null) {
            worker = WorkerRuntime.start(endpoints, directory, SETTINGS);
        }
    }

    /** Takes the worker of this process away, so that another process does the work. */
    synchronized void stopWorker() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }

    /** Process ids of the step hosts that this process has. */
    Set<Long> stepHosts() {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .filter(pid -> commandLine(pid).contains("dev.odograph.host.StepHostMain"))
                .collect(Collectors.toSet());
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException e) {
            return ""; // It has ended.
        }
    }

    /** Simulated platoons of 3 cars, one minute each, in files of their own. */
    Path recordings(String name, int segments, long seed) {
        return recordings(name, segments, seed, 1, null);
    }

    /** The same of so many minutes each, driven by one release; null for one of each at random. */
    Path recordings(String name, int segments, long seed, int minutes, @Nullable String release) {
        Path folder = directory.recordings().resolve(name);
        new FleetSimulator(2)
                .simulate(
                        new SimulatorOptions(SimulatorOptions.Kind.PLATOON, segments, seed, minutes, 3, release),
                        folder,
                        (written, rows) -> {});
        return folder;
    }

    /** A dataset of simulated platoons. */
    Dataset simulated(String name, int segments, long seed) {
        return change(name, ImportAction.IMPORT, recordings(name, segments, seed));
    }

    Dataset change(String name, ImportAction action, Path folder) {
        return new DatasetImporter(stores.datasets(), directory.home(), 2)
                .run(ImportRequest.of(DatasetName.of(name), action, List.of(folder.toString())), (done, total) -> {})
                .dataset();
    }

    /** Ids of a dataset's segments in order. */
    List<String> segments(Dataset dataset) {
        try (Stream<Segment> segments = stores.datasets().segments(dataset.datasetId(), dataset.version())) {
            return segments.map(Segment::segmentId).toList();
        }
    }

    /** The file that a recording is in. */
    Path file(Dataset dataset, String segmentId) {
        return Path.of(stores.datasets()
                .load(dataset.datasetId(), dataset.version(), List.of(segmentId))
                .getFirst()
                .paths()
                .get("main"));
    }

    /** Input of a run of the example with one segment in each partition. */
    RunInput input(String dataset) {
        return input(bundles.examples().digest(), dataset, Purpose.ADHOC, 1);
    }

    static RunInput input(String bundle, String dataset, Purpose purpose, long targetRows) {
        return new RunInput(GRAPH, null, bundle, dataset, Map.of(), purpose, null, targetRows);
    }
}
