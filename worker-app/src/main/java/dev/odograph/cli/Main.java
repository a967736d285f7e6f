package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedException;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code ./odograph}. */
@Command(
        name = "odograph",
        mixinStandardHelpOptions = true,
        version = "odograph 0.1.0",
        description = "Runs metric graphs over drive and simulation recordings.",
        footer = {
            "",
            "Also: odograph test        runs every test",
            "      odograph help run    explains a command; so does odograph run --help",
            "",
            "Exit codes: 0 done; 1 the run did not succeed, or compare --gate or ci found worse;",
            "2 the command, graph or data is wrong; 4 a server, disk or network failed;",
            "5 a defect of Odograph.",
            "",
            "Start with: odograph demo"
        })
public final class Main {
    private static final Logger ROOT = Logger.getLogger("");

    private static final String JSON = "--json";
    private static final Map<String, Class<?>> COMMANDS = commands();

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        quiet();
        System.exit(execute(Console.system(), arguments));
    }

    /** Libraries log only what is severe: a command's own words say the rest. */
    static void quiet() {
        ROOT.setLevel(Level.SEVERE);
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("up", UpCommand.class);
        commands.put("down", DownCommand.class);
        commands.put("status", StatusCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("dataset", DatasetCommand.class);
        commands.put("graph", GraphCommand.class);
        commands.put("kernel", KernelCommand.class);
        commands.put("new", NewCommand.class);
        commands.put("link", LinkCommand.class);
        commands.put("push", PushCommand.class);
        commands.put("run", RunCommand.class);
        commands.put("runs", RunsCommand.class);
        commands.put("results", ResultsCommand.class);
        commands.put("publication", PublicationCommand.class);
        commands.put("export", ExportCommand.class);
        commands.put("moments", MomentsCommand.class);
        commands.put("webhooks", WebhooksCommand.class);
        commands.put("alerts", AlertsCommand.class);
        commands.put("schedules", SchedulesCommand.class);
        commands.put("tokens", TokensCommand.class);
        commands.put("audit", AuditCommand.class);
        commands.put("compare", CompareCommand.class);
        commands.put("ci", CiCommand.class);
        commands.put("retention", RetentionCommand.class);
        commands.put("rebuild", RebuildCommand.class);
        commands.put("help", HelpOf.class);
        return commands;
    }

    /** Runs one command and returns its exit code. */
    static int execute(Console console, String... arguments) {
        if (arguments.length == 0) {
            return commandLine(console, "").execute("--help");
        }
        return commandLine(console, arguments[0]).execute(arguments);
    }

    /**
     * The command line. Reading the options of all commands takes most of the time of a short one, so where the first
     * argument names a command, only that is read.
     */
    static CommandLine commandLine(Console console, String first) {
        Commands factory = new Commands(console);
        CommandLine line = new CommandLine(new Main(), factory);
        boolean only = COMMANDS.containsKey(first) && !first.equals("help");
        COMMANDS.forEach((name, type) -> {
            if (!only || name.equals(first)) {
                line.addSubcommand(new CommandLine(type, factory));
            }
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(console.helpWidth());
        line.setOut(new PrintWriter(console.out(), true));
        line.setParameterExceptionHandler((problem, arguments) ->
                usage(console, problem, List.of(arguments).contains(JSON)));
        line.setExecutionExceptionHandler((problem, command, result) ->
                failed(console, problem, result.originalArgs().contains(JSON)));
        return line;
    }

    private static int usage(Console console, ParameterException problem, boolean json) {
        String help = problem.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        String message = wrong(problem);
        List<String> near =
                problem instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String meant = near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
        if (json) {
            console.jsonError(
                    ErrorCode.ARGUMENT_INVALID.name(),
                    ErrorCategory.USER.name(),
                    message + "." + meant + " See: " + help);
        } else {
            console.say("odograph: ARGUMENT_INVALID: " + message + "." + meant);
            console.say("See: " + help);
        }
        return ExitCodes.USER;
    }

    /** Where an argument is missing and another was taken for an option that is not there, that one is the cause. */
    private static String wrong(ParameterException problem) {
        String message = String.valueOf(problem.getMessage());
        List<String> taken = problem instanceof MissingParameterException
                ? problem.getCommandLine().getUnmatchedArguments()
                : List.of();
        return taken.isEmpty()
                ? message
                : "Unknown option: '" + taken.getFirst() + "'. If it is an argument, put -- before it. " + message;
    }

    private static int failed(Console console, Exception problem, boolean json) {
        return switch (problem) {
            case OdographException e ->
                failed(console, json, e.code().name(), e.code().category(), String.valueOf(e.getMessage()));
            case EmbeddedException e -> failed(console, json, e.code(), category(e), String.valueOf(e.getMessage()));
            case Exception e
            when noSpace(e) ->
                failed(
                        console,
                        json,
                        ErrorCode.DISK_FULL.name(),
                        ErrorCode.DISK_FULL.category(),
                        "The disk is full (" + e.getMessage() + "): free space, or choose another --home");
            default -> {
                int code = failed(
                        console,
                        json,
                        ErrorCode.INTERNAL_ERROR.name(),
                        ErrorCategory.INTERNAL,
                        problem + ". This is a defect: report it with the lines below");
                problem.printStackTrace(console.err());
                yield code;
            }
        };
    }

    private static ErrorCategory category(EmbeddedException problem) {
        return switch (problem.code()) {
            case "HOME_TOO_NEW" -> ErrorCategory.USER;
            case "DISK_FULL" -> ErrorCategory.RESOURCES;
            default -> ErrorCategory.EXTERNAL;
        };
    }

    /** Whether the system said that a disk is full, or that a file may not grow: Java has no type for it. */
    private static boolean noSpace(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException
                    && (message.contains("No space left on device")
                            || message.contains("File too large")
                            || message.contains("Disk quota exceeded"))) {
                return true;
            }
        }
        return false;
    }

    private static int failed(Console console, boolean json, String code, ErrorCategory category, String message) {
        console.clearProgress();
        if (json) {
            console.jsonError(code, category.name(), message);
        } else {
            console.say("odograph: " + code + ": " + message);
        }
        return ExitCodes.of(category);
    }
}
