package dev.odograph.cli;

import dev.odograph.contract.Operator;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.RunSelection;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        description = {
            "Compute again what is missing of runs that are parked, failed or cancelled.",
            "Of several, each that can be retried is; exits with 1 where one could not."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph runs retry --where 'code=FILE_NOT_FOUND since=6h' --dry-run"})
final class RunsRetryCommand implements Callable<Integer> {
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
        try (Stores stores = Stores.open(session.endpoints(), Several.AT_ONCE);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            RetryOfRuns retry = new RetryOfRuns(stores, temporal.client(), console, new Operator(by, reason), dryRun);
            return retry.retry(selection == null ? runIds : retry.select(selection), common.json());
        }
    }
}
