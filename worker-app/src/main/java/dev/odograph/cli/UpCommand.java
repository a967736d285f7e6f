package dev.odograph.cli;

import dev.odograph.embedded.StackStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = "Start PostgreSQL, Temporal, ClickHouse and the worker. A second up is harmless.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph up --home /data/odograph"})
final class UpCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StackStatus status = StackSession.up(common.home(), console);
        StatusCommand.print(status, common, console);
        return ExitCodes.OK;
    }
}
