package dev.odograph.cli;

import dev.odograph.dataset.DatasetImporter;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.ImportRequest;
import dev.odograph.dataset.ImportResult;
import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "simulate",
        description = "Make a dataset of simulated recordings; the same options give the same bytes.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph dataset simulate fleet --segments 100 --seed 7"})
final class DatasetSimulateCommand implements Callable<Integer> {
    private static final int THREADS = 2;

    @Mixin
    private Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the dataset.")
    private String name = "";

    @Option(names = "--segments", defaultValue = "20", description = "Number of recordings (default: 20).")
    private int segments;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the fleet (default: 1).")
    private long seed;

    @Option(names = "--minutes", defaultValue = "5", description = "Length of a recording (default: 5).")
    private int minutes;

    @Option(names = "--vehicles", defaultValue = "7", description = "Vehicles in a platoon (default: 7).")
    private int vehicles;

    @Option(names = "--kind", defaultValue = "platoon", description = "platoon or delivery_robot (default: platoon).")
    private String kind = "platoon";

    @Option(
            names = "--release",
            paramLabel = "R",
            description = "Release that drives in all of them: 4.1.0, 4.2.0 or 4.3.0 (default: each at random).")
    private @Nullable String release;

    private final Console console;

    DatasetSimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SimulatorOptions options =
                new SimulatorOptions(SimulatorOptions.Kind.of(kind), segments, seed, minutes, vehicles, release);
        DatasetName dataset = DatasetName.of(name);
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), THREADS + 1)) {
            DatasetImportCommand.report(
                    simulate(stores, session.directory(), dataset, options, console), common, console);
            return ExitCodes.OK;
        }
    }

    /** Simulates recordings and makes or extends a dataset of them. */
    static ImportResult simulate(
            Stores stores, DataDirectory directory, DatasetName dataset, SimulatorOptions options, Console console) {
        Path folder = directory
                .recordings()
                .resolve("simulated")
                .resolve(String.format(
                        Locale.ROOT,
                        "%s-%d-%d-%d%s",
                        options.kind().name().toLowerCase(Locale.ROOT),
                        options.seed(),
                        options.minutes(),
                        options.vehicles(),
                        options.release() == null ? "" : "-" + options.release()))
                .resolve(Integer.toString(options.segments()));
        new FleetSimulator(THREADS)
                .simulate(
                        options,
                        folder,
                        (written, rows) -> console.progress(Text.bar((double) written / options.segments()) + " "
                                + written + " of " + options.segments() + " recordings simulated"));
        console.clearProgress();
        return new DatasetImporter(stores.datasets(), directory.home(), THREADS)
                .run(
                        ImportRequest.of(dataset, ImportAction.IMPORT, List.of(folder.toString())),
                        (done, total) -> console.progress(done + " of " + total + " files read"));
    }
}
