package dev.odograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.cli.project.AuthorProject;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import dev.odograph.spec.validation.PythonCatalog;
import dev.odograph.step.DuckDbSqlCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        description = "Write the beginning of a metric of your own.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples: odograph new graph hard_stops", "          odograph new metric top_speed.sql"})
final class NewCommand {
    private final Console console;

    NewCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "graph",
            description = {
                "Write a project of your own that builds and passes: a graph with steps in SQL, Java and C++,",
                "tests, a golden, CI. It is linked to this Odograph."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph new graph hard_stops --dir ~/metrics"})
    int graph(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME", description = "Name of the graph and its metric, in snake_case.")
                    String name,
            @Option(names = "--dir", paramLabel = "DIR", description = "Where its directory NAME goes (default: here).")
                    @Nullable
                    Path parent) {
        AuthorProject project = AuthorProject.create(name, (parent == null ? Path.of("") : parent).resolve(name));
        if (common.json()) {
            console.json(Map.of("graph", name, "directory", project.directory().toString()));
        } else {
            console.say("Wrote " + project.directory() + ". Build and test it there: mvn verify");
            console.say("Its README.md says what is where, and how to run it.");
        }
        return ExitCodes.OK;
    }

    @Command(
            name = "metric",
            description = "Write a metric of one file that works; nothing that is there is overwritten.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph new metric top_speed.sql"})
    int metric(
            @Mixin Common common,
            @Parameters(
                            paramLabel = "NAME.sql|NAME.py",
                            description = "File to write; it is named as the metric, a query or a Python function.")
                    Path file) {
        String name = file.getFileName().toString();
        if (!MetricFile.isFile(name)) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "File " + Text.quoted(name) + " does not end with .sql or .py: write odograph new metric " + name
                            + ".sql, or .py for a function in Python");
        }
        String metric = MetricFile.stem(name);
        String text =
                template(name.endsWith(".py") ? "metric.py" : "metric.sql").replace("{{name}}", metric);
        // refuses a name that no metric may have
        MetricFile.of(name, text, beside -> Optional.empty()).graph(DuckDbSqlCatalog::new, PythonCatalog.UNKNOWN);
        write(file, text);
        if (common.json()) {
            console.json(Map.of("metric", metric, "file", file.toString()));
        } else {
            console.say("Wrote " + file + ". Try it: ./odograph run " + file + " --local RECORDING.parquet");
        }
        return ExitCodes.OK;
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "File " + file + " is there already: choose another name", e);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "File " + file + " cannot be written (" + e + "): choose a directory that is there and writable",
                    e);
        }
    }

    static String template(String name) {
        try (InputStream stream = Objects.requireNonNull(
                NewCommand.class.getResourceAsStream("/dev/odograph/cli/new/" + name), "template " + name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "Template " + name + " cannot be read", e);
        }
    }
}
