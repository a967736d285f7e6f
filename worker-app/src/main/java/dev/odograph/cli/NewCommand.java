package dev.odograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        description = "Write the beginning of a metric of your own.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph new metric top_speed.sql"})
final class NewCommand {
    private final Console console;

    NewCommand(Console console) {
        this.console = console;
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
