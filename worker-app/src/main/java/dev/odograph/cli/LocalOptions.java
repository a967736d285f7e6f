package dev.odograph.cli;

import dev.odograph.cli.local.LocalFormat;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleClassLoader;
import dev.odograph.spec.GraphSpec;
import dev.odograph.step.DuckDbSqlCatalog;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.step.python.PythonSyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a run without a server. */
final class LocalOptions {
    @Option(
            names = "--local",
            arity = "1..*",
            paramLabel = "FILES",
            description = "Parquet or CSV recordings, directories or quoted globs; TABLE=FILE for each table where a"
                    + " recording has several.")
    private List<String> files = List.of();

    @Option(
            names = "--mapping",
            paramLabel = "FILE.sql",
            description = "DuckDB query with $file that reads a CSV file.")
    private @Nullable Path mapping;

    @Option(names = "--metric", paramLabel = "NAME", description = "Write this metric only.")
    private @Nullable String metric;

    @Option(
            names = "--format",
            description = "table, csv, json, parquet or html (default: by the ending of --out, else table).")
    private @Nullable String format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this file; to a directory, one file per metric.")
    private @Nullable Path out;

    boolean given() {
        return !files.isEmpty();
    }

    int run(
            String graph,
            String dataset,
            Map<String, Object> parameters,
            CodeOptions code,
            Common common,
            Console console)
            throws IOException {
        if (!dataset.isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Both dataset " + dataset + " and --local are given: give the files after --local, or the dataset"
                            + " alone");
        }
        LocalFormat chosen = format != null ? LocalFormat.parse(format) : common.json() ? LocalFormat.JSON : null;
        LocalRun.Order order = new LocalRun.Order(files, mapping, parameters, metric, chosen, out);
        if (MetricFile.isFile(graph)) {
            GraphSpec spec = MetricFile.read(Path.of(graph)).graph(DuckDbSqlCatalog::new, new PythonSyntax());
            PythonEnvironments.standard().prepare(spec.steps(), console::say);
            new LocalRun(spec, dev.odograph.step.Bundle.ON_CLASS_PATH, console).run(order);
            return ExitCodes.OK;
        }
        Bundle bundle = code.load(common, console, graph);
        GraphSpec spec = GraphCommand.graph(bundle, graph);
        PythonEnvironments.standard().prepare(spec.steps(), console::say);
        try (BundleClassLoader classes = BundleClassLoader.open(bundle.directory())) {
            new LocalRun(spec, new Opened(bundle, classes), console).run(order);
        }
        return ExitCodes.OK;
    }

    /** A bundle in this process: it is the author's own machine, and no credentials are here. */
    record Opened(Bundle bundle, ClassLoader classes) implements dev.odograph.step.Bundle {
        @Override
        public Path library(String fileName) {
            return bundle.directory().resolve("native").resolve(fileName);
        }
    }
}
