package dev.odograph.cli;

import dev.odograph.store.lineage.RunViolation;
import dev.odograph.store.lineage.RunViolations;
import dev.odograph.worker.Stores;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "violations",
        description =
                "Show the rows of a run that break rules of its checks: what failed, and what passed with a warning.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph runs violations RUN --json"})
final class RunsViolationsCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "RUN", description = "Id of the run.")
    private String runId = "";

    @Option(
            names = "--limit",
            defaultValue = "1000",
            description = "At most so many segments and rules (default: 1000).")
    private int limit;

    private final Console console;

    RunsViolationsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            List<RunViolation> found = new RunViolations(stores.postgres()).list(runId, limit);
            if (common.json()) {
                console.json(found);
            } else if (found.isEmpty()) {
                console.print("Run " + runId + " breaks no rules so far.");
            } else {
                ViolationsView.print(found.stream().map(RunViolation::violation).toList(), console);
            }
            return ExitCodes.OK;
        }
    }
}
