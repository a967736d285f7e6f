package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedException;
import dev.odograph.error.OdographException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** The command line {@code ./odograph}. */
@Command(
        name = "odograph",
        mixinStandardHelpOptions = true,
        version = "odograph 0.1.0",
        description = "Runs metric graphs over drive and simulation recordings.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            DatasetCommand.class,
            GraphCommand.class,
            RunCommand.class,
            RunsCommand.class,
            ResultsCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Also: odograph test   runs every test.",
            "",
            "Exit codes: 0 done; 1 the run did not succeed; 2 the command, graph or data is wrong;",
            "4 a server, disk or network failed; 5 a defect of Odograph.",
            "",
            "Start with: odograph demo"
        })
public final class Main {
    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        ROOT.setLevel(Level.SEVERE);
        System.exit(commandLine(Console.system()).execute(arguments));
    }

    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new Main(), new Commands(console));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((problem, arguments) -> usage(console, problem));
        line.setExecutionExceptionHandler((problem, command, result) -> failed(console, problem));
        return line;
    }

    private static int usage(Console console, ParameterException problem) {
        console.say("odograph: ARGUMENT_INVALID: " + problem.getMessage());
        console.say("See: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.USER;
    }

    private static int failed(Console console, Exception problem) {
        switch (problem) {
            case OdographException e -> {
                console.say("odograph: " + e.code() + ": " + e.getMessage());
                return ExitCodes.of(e.code().category());
            }
            case EmbeddedException e -> {
                console.say("odograph: " + e.code() + ": " + e.getMessage());
                return ExitCodes.INFRASTRUCTURE;
            }
            default -> {
                console.say(
                        "odograph: INTERNAL_ERROR: " + problem + ". This is a defect: report it with the lines below.");
                problem.printStackTrace();
                return ExitCodes.INTERNAL;
            }
        }
    }
}
