package dev.odograph.cli;

import dev.odograph.contract.Operator;
import dev.odograph.store.lineage.RunSelection;
import dev.odograph.worker.Stores;
import io.temporal.client.WorkflowClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What {@code runs retry --where} did, in this process, with runs in a stack of a test's own.
 *
 * @param code exit code
 * @param out what it printed
 */
public record Retrying(int code, String out) {
    /** Retries the runs of a selection. */
    public static Retrying where(Stores stores, WorkflowClient client, String selection, boolean dryRun) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        RetryOfRuns retry = new RetryOfRuns(
                stores,
                client,
                new Console(stream, stream, false, false, 0),
                new Operator("Ada", "the disk is back"),
                dryRun);
        int code = retry.retry(retry.select(RunSelection.parse(selection)), false);
        return new Retrying(code, out.toString(StandardCharsets.UTF_8));
    }
}
