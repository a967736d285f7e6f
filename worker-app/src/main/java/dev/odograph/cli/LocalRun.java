package dev.odograph.cli;

import dev.odograph.activity.RunParameters;
import dev.odograph.artifact.FileTrees;
import dev.odograph.cli.local.LocalFiles;
import dev.odograph.cli.local.LocalFormat;
import dev.odograph.cli.local.LocalPage;
import dev.odograph.cli.local.LocalResult;
import dev.odograph.dataset.LocalRecordings;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.Bundle;
import dev.odograph.step.LocalRunner;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.Violation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a graph over files in this process, by the step code that runs in production, and writes what comes out. */
final class LocalRun {
    private static final int SHOWN_ROWS = 20;

    private final GraphSpec graph;
    private final Bundle bundle;
    private final Console console;

    LocalRun(GraphSpec graph, Bundle bundle, Console console) {
        this.graph = graph;
        this.bundle = bundle;
        this.console = console;
    }

    /**
     * What to do.
     *
     * @param mapping query that reads CSV files; null for none
     * @param parameters values as they were typed
     * @param metric the one wanted; null for all
     * @param format how to write; null to take it from {@code out}, or a table
     * @param out file, or directory where there are several; null for standard output
     */
    record Order(
            List<String> files,
            @Nullable Path mapping,
            Map<String, Object> parameters,
            @Nullable String metric,
            @Nullable LocalFormat format,
            @Nullable Path out) {
        LocalFormat chosen() {
            return format != null ? format : out == null ? LocalFormat.TABLE : LocalFormat.of(out);
        }
    }

    void run(Order order) throws IOException {
        List<MetricSpec> metrics = metrics(order);
        refuse(order, metrics);
        Map<String, Object> parameters = RunParameters.resolve(graph, order.parameters());
        Path scratch = Files.createTempDirectory("odograph-local-input-");
        try {
            String mapping = order.mapping() == null ? null : Files.readString(order.mapping());
            List<SegmentInput> segments = new LocalRecordings(graph, mapping, scratch).find(order.files());
            try (LocalRunner runner = LocalRunner.run(graph, segments, parameters, bundle)) {
                List<LocalResult> results = metrics.stream()
                        .map(metric -> LocalResult.of(runner, graph, metric))
                        .toList();
                List<String> ids =
                        segments.stream().map(SegmentInput::segmentId).toList();
                write(order, ids, results, runner.violations());
                unjudged().forEach(console::say);
                if (order.chosen() != LocalFormat.TABLE
                        && order.chosen() != LocalFormat.HTML
                        && !runner.violations().isEmpty()) {
                    console.say("Rows break rules of checks: --format table or html shows them");
                }
            }
        } finally {
            delete(scratch);
        }
    }

    /** Rules that only a run on a dataset can judge. */
    private List<String> unjudged() {
        return graph.steps().stream()
                .filter(step -> step instanceof StepSpec.Check check
                        && check.rules().stream().anyMatch(rule -> rule.rule().equals(StepSpec.Check.Rule.FRESH)))
                .map(step -> "Check " + Text.quoted(step.name()) + ": how fresh recordings are is not judged here, for"
                        + " files have no time of recording; a run on a dataset judges it")
                .toList();
    }

    private List<MetricSpec> metrics(Order order) {
        String wanted = order.metric();
        List<MetricSpec> found = graph.metrics().stream()
                .filter(metric -> wanted == null || metric.name().equals(wanted))
                .toList();
        if (found.isEmpty()) {
            throw new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Graph " + graph.name() + " has no metric " + Text.quoted(String.valueOf(wanted)) + ": it has "
                            + String.join(
                                    ", ",
                                    graph.metrics().stream()
                                            .<String>map(MetricSpec::name)
                                            .toList()));
        }
        return found;
    }

    /** Says what cannot be written before anything is computed. */
    private static void refuse(Order order, List<MetricSpec> metrics) {
        LocalFormat format = order.chosen();
        Path out = order.out();
        if (format == LocalFormat.PARQUET && out == null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "--format parquet is no text: name a file with --out FILE.parquet");
        }
        if (format == LocalFormat.CSV && out == null && metrics.size() > 1) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "--format csv writes one metric: choose it with --metric, or name a directory for all with --out"
                            + " DIR");
        }
    }

    private void write(Order order, List<String> segments, List<LocalResult> results, List<Violation> violations)
            throws IOException {
        LocalFormat format = order.chosen();
        Path out = order.out();
        if (format == LocalFormat.TABLE) {
            results.forEach(this::table);
            if (!violations.isEmpty()) {
                ViolationsView.print(violations, console);
            }
        } else if (out == null) {
            OutputStream stream = new BufferedOutputStream(console.out());
            text(format, order, segments, results, violations, stream);
            stream.flush();
        } else if (format == LocalFormat.HTML || order.metric() != null || (results.size() == 1 && !isDirectory(out))) {
            file(out, part -> {
                if (format == LocalFormat.PARQUET) {
                    LocalFiles.parquet(results.getFirst(), part);
                } else {
                    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part))) {
                        text(format, order, segments, results, violations, stream);
                    }
                }
            });
        } else {
            directory(out, format, order, segments, results, violations);
        }
    }

    private void directory(
            Path out,
            LocalFormat format,
            Order order,
            List<String> segments,
            List<LocalResult> results,
            List<Violation> violations)
            throws IOException {
        if (Files.isRegularFile(out) || out.getFileName().toString().endsWith("." + format.ending())) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "--out " + out + " is one file, but there are " + results.size()
                            + " metrics: choose one with --metric, or name a directory");
        }
        Files.createDirectories(out);
        for (LocalResult result : results) {
            Order one = new Order(
                    order.files(),
                    order.mapping(),
                    order.parameters(),
                    result.metric().name(),
                    format,
                    out.resolve(result.metric().name() + "." + format.ending()));
            write(one, segments, List.of(result), violations);
        }
    }

    private void text(
            LocalFormat format,
            Order order,
            List<String> segments,
            List<LocalResult> results,
            List<Violation> violations,
            OutputStream out)
            throws IOException {
        switch (format) {
            case CSV -> LocalFiles.csv(results.getFirst(), out);
            case HTML -> LocalPage.write(graph, segments, results, violations, out);
            default -> {
                if (order.metric() != null || graph.metrics().size() == 1) {
                    LocalFiles.json(results.getFirst(), out);
                } else {
                    LocalFiles.json(results, out);
                }
            }
        }
    }

    private void table(LocalResult result) {
        List<List<String>> rows = new ArrayList<>();
        result.forEach(row -> {
            rows.add(Stream.of(row).map(LocalRun::shown).toList());
            return rows.size() < SHOWN_ROWS;
        });
        console.print(
                console.bold(result.metric().name() + " " + result.metric().version()) + "  "
                        + Text.number(result.rows()) + (result.rows() == 1 ? " row" : " rows"));
        if (!rows.isEmpty()) {
            console.table(result.columns().stream().map(LocalRun::title).toList(), rows);
        }
        if (result.rows() > rows.size()) {
            console.print("… " + Text.number(result.rows() - rows.size()) + " more; --format csv --metric "
                    + result.metric().name() + " writes all");
        }
        console.print("");
    }

    private static String title(ColumnSpec column) {
        return column.name() + (column.unit() == null ? "" : " [" + column.unit() + "]");
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Double number
            when Double.isFinite(number) && number != Math.rint(number) ->
                new java.math.BigDecimal(number)
                        .round(new java.math.MathContext(7))
                        .stripTrailingZeros()
                        .toString();
            default -> value.toString();
        };
    }

    private static boolean isDirectory(Path out) {
        return Files.isDirectory(out);
    }

    /** Writes what a file shall hold. */
    private interface Writing {
        void to(Path part) throws IOException;
    }

    /** The file appears under its name when it is whole. */
    private void file(Path file, Writing writing) throws IOException {
        Path part = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
        try {
            writing.to(part);
            Files.move(part, file.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING);
        } catch (java.nio.file.NoSuchFileException | java.nio.file.AccessDeniedException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Results cannot be written to " + file + " (" + e
                            + "): choose a directory that is there and writable",
                    e);
        } finally {
            Files.deleteIfExists(part);
        }
        console.say("Wrote " + file);
    }

    static void delete(Path directory) throws IOException {
        FileTrees.delete(directory);
    }
}
