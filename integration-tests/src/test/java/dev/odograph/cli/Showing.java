package dev.odograph.cli;

import dev.odograph.store.lineage.RunReader;
import dev.odograph.worker.Stores;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What {@code runs show} prints of a run in a stack of a test's own. */
public final class Showing {
    private Showing() {}

    /** On a terminal of that size; of 0 by 0, as to a file. */
    public static String run(Stores stores, String runId, int columns, int lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = new Console(stream, stream, false, false, columns, lines);
        RunScreen.print(new RunReader(stores.postgres()).show(runId), console);
        return out.toString(StandardCharsets.UTF_8);
    }
}
