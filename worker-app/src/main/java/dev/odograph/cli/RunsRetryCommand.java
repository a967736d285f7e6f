package dev.odograph.cli;

import dev.odograph.contract.Operator;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunSelection;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        description = "Compute again what is missing of runs that are parked, failed or cancelled.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph runs retry --where 'code=FILE_NOT_FOUND since=6h' --dry-run"})
final class RunsRetryCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "RUN", arity = "0..*", description = "Ids of runs.")
    private List<String> runIds = new ArrayList<>();

    @Option(
            names = "--where",
            paramLabel = "SELECTION",
            description =
                    "Runs by what went wrong: key=value pairs of code, step, graph, dataset, purpose, status, since.")
    private @Nullable String where;

    @Option(names = "--dry-run", description = "Say what would run and what is reused, and start nothing.")
    private boolean dryRun;

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks; kept in the history.")
    private @Nullable String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the history.")
    private @Nullable String reason;

    private final Console console;

    RunsRetryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (runIds.isEmpty() == (where == null)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Name the runs to retry, or select them with --where: either, not both");
        }
        RunSelection selection = where == null ? null : RunSelection.parse(where);
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            RunReader reader = new RunReader(stores.postgres());
            List<String> ids = selection == null ? runIds : reader.select(selection);
            List<Retried> retried =
                    dryRun ? ids.stream().map(id -> would(reader.show(id))).toList() : retry(session, reader, ids);
            show(retried);
            return retried.stream().allMatch(Retried::good) ? ExitCodes.OK : ExitCodes.USER;
        }
    }

    private List<Retried> retry(StackSession session, RunReader reader, List<String> ids) {
        List<Retried> retried = new ArrayList<>();
        try (TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            RunRetry retry = new RunRetry(temporal.client());
            for (String id : ids) {
                RunReport report = reader.show(id);
                try {
                    String what = retry.retry(report.run(), new Operator(by, reason));
                    retried.add(would(report).said(true, what));
                } catch (OdographException e) {
                    if (ids.size() == 1) {
                        throw e;
                    }
                    retried.add(would(report).said(false, e.code() + ": " + e.getMessage()));
                }
                if (console.terminal()) {
                    console.progress(retried.size() + " of " + ids.size() + " runs");
                }
            }
        }
        console.clearProgress();
        return retried;
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

    private void show(List<Retried> retried) {
        if (common.json()) {
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
        console.table(
                List.of("RUN", "STATUS", dryRun ? "WOULD RUN" : "RUNS", "REUSED", "WHAT"),
                retried.stream()
                        .limit(SHOWN)
                        .map(run -> List.of(
                                run.runId(),
                                run.status(),
                                Text.number(run.execute()),
                                Text.number(run.reuse()),
                                run.what()))
                        .toList(),
                "WHAT");
        if (retried.size() > SHOWN) {
            console.print("… and " + (retried.size() - SHOWN) + " more");
        }
        long good = retried.stream().filter(Retried::good).count();
        console.print((dryRun ? "Would retry " : "Retried ") + good + " of " + retried.size() + " runs, "
                + Text.number(retried.stream().mapToLong(Retried::execute).sum()) + " outputs; "
                + Text.number(retried.stream().mapToLong(Retried::reuse).sum()) + " are reused."
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
     * @param what one sentence
     */
    record Retried(String runId, String status, long execute, long reuse, boolean good, String what) {
        Retried said(boolean went, String sentence) {
            return new Retried(runId, status, execute, reuse, went, sentence);
        }
    }
}
