package dev.odograph.cli;

import dev.odograph.worker.Stores;
import io.temporal.client.WorkflowClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** What {@code runs watch} does and says, in this process, of a run in a stack of a test's own. */
public final class Watching {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> code;

    /** Begins to watch. */
    public Watching(Stores stores, WorkflowClient client, String runId) {
        Console console = new Console(stream(out), stream(progress), true, false, 0);
        code = CompletableFuture.supplyAsync(() -> new RunWatch(stores, client, console).untilEnd(runId, false));
    }

    /** Whether it waits for the run and has shown how far it is. */
    public boolean underWay() {
        return progress.size() > 0 && !code.isDone();
    }

    /** Whether it has ended. */
    public boolean ended() {
        return code.isDone();
    }

    /** The exit code, once it has ended. */
    public int code() {
        return code.join();
    }

    /** What it printed. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
