package dev.odograph.cli;

import dev.odograph.contract.Operator;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunSelection;
import dev.odograph.worker.RunRetry;
import dev.odograph.worker.Stores;
import io.temporal.client.WorkflowClient;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Retries runs, a few at a time, and says what became of each; a run that cannot be retried hinders no other. */
final class RetryOfRuns {
    private static final int SHOWN = 20;

    private final RunReader reader;
    private final RunRetry retry;
    private final Console console;
    private final Stores stores;
    private final Operator operator;
    private final boolean dryRun;

    /**
     * A retry.
     *
     * @param operator who asks and why, for the history
     * @param dryRun whether it only says what would happen
     */
    RetryOfRuns(Stores stores, WorkflowClient client, Console console, Operator operator, boolean dryRun) {
        this.stores = stores;
        this.reader = new RunReader(stores.postgres());
        this.retry = new RunRetry(client, new RunLedger(stores.postgres()));
        this.console = console;
        this.operator = operator;
        this.dryRun = dryRun;
    }

    /** The runs that a selection means. */
    List<String> select(RunSelection selection) {
        return reader.select(selection);
    }

    /**
     * Retries them, prints that, and returns the exit code of the command.
     *
     * @throws OdographException of a single run that cannot be retried; of several, each has its own line
     */
    int retry(List<String> runIds, boolean json) {
        List<String> ids = runIds.stream().distinct().toList();
        List<Retried> retried = ids.size() == 1
                ? List.of(one(ids.getFirst()))
                : Several.each(
                        ids,
                        this::one,
                        Retried::failed,
                        done -> console.progress(done + " of " + ids.size() + " runs"));
        console.clearProgress();
        show(retried, json);
        return retried.stream().allMatch(Retried::good) ? ExitCodes.OK : ExitCodes.RUN_NOT_SUCCEEDED;
    }

    private Retried one(String runId) {
        RunReport report = reader.show(runId);
        if (dryRun) {
            return would(report).said(RunRetry.whatWould(report.run()));
        }
        String said = retry.retry(report.run(), operator);
        Audit.did(stores, operator.by(), "retry", runId, operator.reason());
        return would(report).said(said);
    }

    private static Retried would(RunReport report) {
        return new Retried(
                report.run().plan().runId(),
                report.run().status().name(),
                report.stages().stream()
                        .mapToLong(stage -> stage.failed() + stage.pending())
                        .sum(),
                report.stages().stream().mapToLong(StageCount::committed).sum(),
                true,
                "");
    }

    private void show(List<Retried> retried, boolean json) {
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("dry_run", dryRun);
            answer.put("runs", retried);
            console.json(answer);
            return;
        }
        if (retried.isEmpty()) {
            console.print("No run fits. See ./odograph runs list");
            return;
        }
        // Those that were refused first: they are what is left to do.
        console.table(
                List.of("RUN", "STATUS", dryRun ? "WOULD RUN" : "RUNS", "REUSED", "WHAT"),
                retried.stream()
                        .sorted(Comparator.comparing(Retried::good))
                        .limit(SHOWN)
                        .map(run -> List.of(
                                run.runId(),
                                run.status(),
                                run.good() ? Text.number(run.execute()) : "",
                                run.good() ? Text.number(run.reuse()) : "",
                                run.what()))
                        .toList(),
                "REUSED",
                "STATUS");
        if (retried.size() > SHOWN) {
            console.print("… and " + (retried.size() - SHOWN) + " more");
        }
        List<Retried> good = retried.stream().filter(Retried::good).toList();
        console.print((dryRun ? "Would retry " : "Retried ") + good.size() + " of " + retried.size() + " runs, "
                + Text.number(good.stream().mapToLong(Retried::execute).sum()) + " outputs; "
                + Text.number(good.stream().mapToLong(Retried::reuse).sum()) + " are reused."
                + (dryRun ? " Without --dry-run they start." : ""));
    }

    /**
     * What becomes of one run.
     *
     * @param runId the run
     * @param status where it stood
     * @param execute outputs that are missing
     * @param reuse outputs that stay
     * @param good whether it goes on
     * @param what one sentence; the error where it does not
     */
    record Retried(String runId, String status, long execute, long reuse, boolean good, String what) {
        static Retried failed(String runId, Throwable problem) {
            String what = problem instanceof OdographException known
                    ? known.code() + ": " + known.getMessage()
                    : ErrorCode.INTERNAL_ERROR + ": " + problem;
            return new Retried(runId, "", 0, 0, false, what);
        }

        Retried said(String sentence) {
            return new Retried(runId, status, execute, reuse, good, sentence);
        }
    }
}
