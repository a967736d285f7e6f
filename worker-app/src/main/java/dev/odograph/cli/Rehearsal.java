package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.store.lineage.RunFilter;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunSummary;
import dev.odograph.worker.Stores;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Runs the commands that people wait for, with nobody looking, while the JVM records what it loads: the launcher makes
 * its ahead-of-time cache of that. It only reads. Exits with 0 if all commands did; the cache is dropped otherwise.
 */
public final class Rehearsal {
    private static final List<List<String>> ALWAYS = List.of(
            List.of("--help"),
            List.of("help", "run"),
            List.of("status"),
            List.of("status", "--json"),
            List.of("graph", "list"),
            List.of("dataset", "list"),
            List.of("runs", "list"));

    private Rehearsal() {}

    /** Rehearses in the home that ODOGRAPH_HOME names. */
    public static void main(String[] arguments) {
        EmbeddedHome home = EmbeddedHome.open(EmbeddedHome.defaultDirectory());
        if (!home.isRunning()) {
            System.exit(ExitCodes.INFRASTRUCTURE);
        }
        Main.quiet();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Console console = new Console(nowhere, nowhere, true, true, 100);
        for (List<String> command : ALWAYS) {
            run(console, command);
        }
        StackSession session = StackSession.open(new Common(), console);
        List<RunSummary> runs;
        try (Stores stores = Stores.open(session.endpoints(), 1)) {
            runs = new RunReader(stores.postgres()).list(new RunFilter("car_following", null, null, 1));
        }
        for (RunSummary run : runs) {
            run(console, List.of("runs", "show", run.runId()));
            run(console, List.of("results", "platoon_safety", "--run", run.runId()));
        }
        System.exit(ExitCodes.OK);
    }

    private static void run(Console console, List<String> command) {
        int code = Main.execute(console, command.toArray(String[]::new));
        if (code != ExitCodes.OK) {
            System.exit(code);
        }
    }
}
