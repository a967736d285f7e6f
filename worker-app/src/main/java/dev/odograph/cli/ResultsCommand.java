package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.ReadRequest;
import dev.odograph.query.ResultQuestion;
import dev.odograph.query.ResultSources;
import dev.odograph.query.SavedRead;
import dev.odograph.query.SavedReads;
import dev.odograph.store.clickhouse.ResultFormat;
import dev.odograph.store.clickhouse.ResultReader;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.PostgresTableLock;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.worker.Stores;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "results",
        description = {
            "Print a metric's rows. Without options: channel latest of the dataset that ran last; where only branch code",
            "computed it, the branch that ran last.",
            "Which run and dataset they are of, and their coverage, go to standard error."
        },
        footer = {
            "",
            "Examples: odograph results platoon_safety --dataset openacc --format json",
            "          odograph results ttc --read worst --limit 5",
            "          odograph results hard_brake --read rates --by release",
            "          odograph results ttc --sql 'SELECT segment_id, min(ttc_s) FROM ttc GROUP BY 1 ORDER BY 2'"
        })
final class ResultsCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "METRIC",
            description = "Name of the metric; namespace/name where it has one.")
    private String metric = "";

    @Option(names = "--dataset", paramLabel = "NAME", description = "Of this dataset.")
    private @Nullable String dataset;

    @Option(names = "--channel", paramLabel = "NAME", description = "What this channel publishes (default: latest).")
    private @Nullable String channel;

    @Option(names = "--run", paramLabel = "ID", description = "Of this run, published or not.")
    private @Nullable String run;

    @Option(names = "--version", paramLabel = "M.N", description = "Of this version of the metric.")
    private @Nullable String version;

    @Option(
            names = "--sql",
            paramLabel = "QUERY",
            description = "A read-only query over the rows, named as the metric.")
    private @Nullable String sql;

    @ArgGroup(exclusive = false, multiplicity = "0..1")
    private ReadOptions reads = new ReadOptions();

    @Option(names = "--format", description = "table, csv, json, parquet or arrow (default: table; json with --json).")
    private @Nullable String format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to this file instead of standard output.")
    private @Nullable Path output;

    // Not the standard mixin: its --version is the tool's, and picocli drops the whole mixin where a name is taken.
    @SuppressWarnings("unused")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    private final Console console;

    ResultsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (reads.list()) {
            listReads();
            return ExitCodes.OK;
        }
        if (metric.isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Name a metric, as in odograph results platoon_safety; --reads lists the saved reads");
        }
        Optional<ReadRequest> request = reads.request(sql);
        ResultFormat chosen = ResultFormat.parse(format != null ? format : common.json() ? "json" : "table");
        ResultQuestion question = ResultQuestion.of(metric, dataset, channel, run, version);
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            print(stores, question, request, chosen);
        }
        return ExitCodes.OK;
    }

    private void listReads() {
        if (common.json()) {
            console.json(Arrays.stream(SavedRead.values())
                    .map(read -> Map.of("read", read.word(), "answers", read.description()))
                    .toList());
            return;
        }
        console.table(
                List.of("READ", "ANSWERS"),
                Arrays.stream(SavedRead.values())
                        .map(read -> List.of(read.word(), read.description()))
                        .toList());
    }

    private void print(Stores stores, ResultQuestion question, Optional<ReadRequest> request, ResultFormat chosen)
            throws IOException {
        ResultReader reader = new ResultReader(stores.clickhouse());
        ResultSource source = new ResultSources(stores.postgres(), stores.clickhouse()).find(question);
        console.say(question.metric() + " of run " + source.runId()
                + (source.dataset() == null ? "" : ", dataset " + source.dataset() + ", channel " + source.channel())
                + coverage(stores, source));
        Answer answer = request.<Answer>map(asked -> out -> reads(stores).write(source, asked, chosen, out))
                .orElse(out -> write(reader, source, chosen, out));
        if (output == null) {
            OutputStream out = new BufferedOutputStream(console.out());
            answer.write(out);
            out.flush();
        } else {
            writeFile(answer, output.toAbsolutePath());
        }
    }

    /** Writes what was asked for. */
    @FunctionalInterface
    private interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private static SavedReads reads(Stores stores) {
        return new SavedReads(
                stores.postgres(),
                stores.clickhouse(),
                new ResultTables(stores.clickhouse(), new PostgresTableLock(stores.pool())));
    }

    private void write(ResultReader reader, ResultSource source, ResultFormat chosen, OutputStream out)
            throws IOException {
        if (sql == null) {
            reader.write(source, chosen, out);
        } else {
            reader.writeSql(source, sql, chosen, out);
        }
    }

    /** Writes all of the file or nothing: it appears under its name when it is whole. */
    private void writeFile(Answer answer, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                answer.write(out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException | AccessDeniedException | FileAlreadyExistsException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Results cannot be written to " + file + " (" + e
                            + "): choose a directory that is there and writable",
                    e);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.DISK_FULL, "Results cannot be written to " + file + " (" + e + "): free space there", e);
        } finally {
            delete(part);
        }
        console.say("Wrote " + file);
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "The file " + part + " cannot be deleted: " + e, e);
        }
    }

    private static String coverage(Stores stores, ResultSource source) {
        return new RunReader(stores.postgres())
                .coverage(source.runId()).stream()
                        .filter(coverage -> coverage.metric().equals(source.metric()))
                        .findFirst()
                        .map(ResultsCommand::words)
                        .orElse("");
    }

    private static String words(MetricCoverage coverage) {
        return "\nCoverage: " + coverage.done().segments() + " of "
                + coverage.planned().segments() + " segments, "
                + Text.number(coverage.done().kilometres(), 1) + " of "
                + Text.number(coverage.planned().kilometres(), 1) + " km, "
                + Text.number(coverage.done().hours(), 2) + " of "
                + Text.number(coverage.planned().hours(), 2) + " h";
    }
}
