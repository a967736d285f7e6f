package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.store.lineage.RunFilter;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunSummary;
import dev.odograph.worker.Stores;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the commands that people wait for, with nobody looking, while the JVM records what it loads: the launcher makes
 * its ahead-of-time cache of that. It only reads. Exits with 0 if all commands did, and with {@value #LOCAL_ONLY} where no
 * stack runs and only what needs none was rehearsed; the cache is dropped otherwise.
 */
public final class Rehearsal {
    /** Exit code of a rehearsal without a stack: its cache serves until there is one. */
    static final int LOCAL_ONLY = 10;

    private static final List<List<String>> ALWAYS = List.of(List.of("--help"), List.of("help", "run"));

    private static final List<List<String>> WITH_STACK = List.of(
            List.of("status"),
            List.of("status", "--json"),
            List.of("graph", "list"),
            List.of("dataset", "list"),
            List.of("runs", "list"));

    private static final String DRIVE = """
            position,t_ms,vehicle,speed_mps,east_m,north_m,alt_m,gap_m
            1,0,lead,20.0,40.0,0.0,0.0,
            2,0,ego,21.0,10.0,0.0,0.0,30.0
            1,100,lead,20.0,42.0,0.0,0.0,
            2,100,ego,21.0,12.1,0.0,0.0,29.9
            """;

    private Rehearsal() {}

    /** Rehearses in the home that ODOGRAPH_HOME names. */
    public static void main(String[] arguments) {
        boolean stack = EmbeddedHome.open(EmbeddedHome.defaultDirectory()).isRunning();
        if (!stack && Boolean.getBoolean("odograph.rehearsal.stack")) {
            System.exit(ExitCodes.INFRASTRUCTURE);
        }
        // Whoever stops the stack meanwhile wants it stopped.
        System.setProperty(StackSession.NEVER_START, "true");
        Main.quiet();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Console console = new Console(nowhere, nowhere, true, true, 100);
        for (List<String> command : ALWAYS) {
            run(console, command);
        }
        local(console);
        if (!stack) {
            System.exit(LOCAL_ONLY);
        }
        for (List<String> command : WITH_STACK) {
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

    /** Runs without a server, over a recording of a few rows. */
    private static void local(Console console) {
        try {
            Path directory = Files.createTempDirectory("odograph-rehearsal-");
            Path drive = directory.resolve("drive.csv");
            Path page = directory.resolve("page.html");
            Path metric = directory.resolve("fast.sql");
            Path rows = directory.resolve("rows.parquet");
            Files.writeString(drive, DRIVE);
            run(console, List.of("run", "car_following", "--local", drive.toString()));
            run(console, List.of("run", "car_following", "--local", drive.toString(), "--out", page.toString()));
            run(console, List.of("new", "metric", metric.toString()));
            run(console, List.of("run", metric.toString(), "--local", drive.toString(), "--out", rows.toString()));
            for (Path file : List.of(drive, page, metric, rows, directory)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.exit(ExitCodes.INFRASTRUCTURE);
        }
    }

    private static void run(Console console, List<String> command) {
        int code = Main.execute(console, command.toArray(String[]::new));
        if (code != ExitCodes.OK) {
            System.exit(code);
        }
    }
}
