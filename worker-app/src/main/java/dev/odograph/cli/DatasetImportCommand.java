package dev.odograph.cli;

import dev.odograph.dataset.DatasetImporter;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.ImportRequest;
import dev.odograph.dataset.ImportResult;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads recordings into a dataset; import, add and replace differ in what must be there before. */
abstract sealed class DatasetImportCommand implements Callable<Integer> {
    private static final int THREADS = 2;

    @Mixin
    private Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the dataset.")
    private String name = "";

    @Parameters(
            index = "1..*",
            paramLabel = "PATH",
            description = "Files, directories or quoted globs; a directory of folders has a table per folder.")
    private List<String> paths = List.of();

    @Option(names = "--table", paramLabel = "NAME=PATH", description = "Files of one table; may be repeated.")
    private Map<String, String> tables = Map.of();

    @Option(
            names = "--mapping",
            paramLabel = "FILE.sql",
            description = "DuckDB query with $$file that reads a CSV file.")
    private @Nullable Path mapping;

    @Option(
            names = "--topics",
            paramLabel = "FILE.yaml",
            description = "Mapping from topics to columns; PATH then names MCAP files or ROS 1 or 2 bags.")
    private @Nullable Path topics;

    @Option(
            names = "--segments",
            paramLabel = "FILE",
            description = "CSV or JSON with attributes and tags of segments.")
    private @Nullable Path attributes;

    @Option(names = "--copy", description = "Copy files into the data directory instead of referring to them in place.")
    private boolean copy;

    private final Console console;
    private final ImportAction action;

    private DatasetImportCommand(Console console, ImportAction action) {
        this.console = console;
        this.action = action;
    }

    @Override
    public Integer call() {
        DatasetName dataset = DatasetName.of(name);
        Path mapped = topics;
        if (mapped != null && (mapping != null || !tables.isEmpty())) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "--topics is given with --mapping or --table: the topics' mapping names the tables, leave them out");
        }
        StackSession session = StackSession.open(common, console);
        if (mapped == null) {
            return run(session, new ImportRequest(dataset, action, paths, tables, query(), attributes, copy));
        }
        try (ConvertedRecordings converted =
                ConvertedRecordings.of(session.directory(), paths, mapped, console, common.json())) {
            // the tables made are no one else's, so the data directory takes them
            return run(
                    session, new ImportRequest(dataset, action, List.of(), converted.tables(), null, attributes, true));
        }
    }

    private Integer run(StackSession session, ImportRequest request) {
        try (Stores stores = Stores.open(session.endpoints(), THREADS + 1)) {
            DatasetImporter importer =
                    new DatasetImporter(stores.datasets(), session.directory().home(), THREADS);
            ImportResult result = importer.run(
                    request,
                    (done, total) -> console.progress(Text.bar((double) done / Math.max(1, total)) + " " + done + " of "
                            + total + " files read"));
            console.clearProgress();
            report(result, common, console);
            return ExitCodes.OK;
        }
    }

    static void report(ImportResult result, Common common, Console console) {
        if (common.json()) {
            Map<String, Object> view = new LinkedHashMap<>(DatasetCommand.view(result.dataset()));
            view.put("changed", result.changed());
            view.put("changed_segments", result.segments());
            view.put("unchanged_segments", result.unchanged());
            console.json(view);
            return;
        }
        String dataset = result.dataset().name() + "@" + result.dataset().version();
        console.print(
                result.changed()
                        ? "Made " + dataset + ": "
                                + Text.number(result.dataset().segments()) + " segments, "
                                + Text.number(result.dataset().rows()) + " rows, "
                                + Text.number(result.dataset().distanceM() / 1000, 1) + " km"
                        : "Nothing changed: " + dataset + " holds just that already");
    }

    private @Nullable String query() {
        if (mapping == null) {
            return null;
        }
        try {
            return Files.readString(mapping);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND, "Mapping query " + mapping + " cannot be read: check --mapping", e);
        }
    }

    @Command(
            name = "import",
            description = "Make a dataset of recordings.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples: odograph dataset import openacc recordings/segments",
                "          odograph dataset import raw 'csv/*.csv' --mapping mapping.sql",
                "          odograph dataset import city drives/*.mcap --topics topics.yaml",
                "          odograph dataset import city --table ego=drives/ego --table objects=drives/objects"
            })
    static final class Import extends DatasetImportCommand {
        Import(Console console) {
            super(console, ImportAction.IMPORT);
        }
    }

    @Command(
            name = "add",
            description = "Add recordings to a dataset.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset add openacc recordings/october"})
    static final class Add extends DatasetImportCommand {
        Add(Console console) {
            super(console, ImportAction.ADD);
        }
    }

    @Command(
            name = "replace",
            description = "Replace recordings of a dataset.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph dataset replace openacc recordings/ZalaZone_run3.parquet"})
    static final class Replace extends DatasetImportCommand {
        Replace(Console console) {
            super(console, ImportAction.REPLACE);
        }
    }
}
