package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "help",
        description = "Explain a command.",
        helpCommand = true,
        footer = {"", "Examples: odograph help run", "          odograph help dataset import"})
final class HelpOf implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", description = "The command, such as run or dataset import.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        CommandLine found =
                Objects.requireNonNull(spec.parent(), "help is a subcommand").commandLine();
        for (String name : names) {
            CommandLine next = found.getSubcommands().get(name);
            if (next == null) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "There is no command \"" + String.join(" ", names) + "\": "
                                + found.getCommandSpec().qualifiedName() + " has "
                                + String.join(", ", found.getSubcommands().keySet()));
            }
            found = next;
        }
        found.usage(found.getOut());
        return ExitCodes.OK;
    }
}
