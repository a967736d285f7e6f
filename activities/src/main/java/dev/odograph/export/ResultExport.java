package dev.odograph.export;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.MetricName;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunBatches;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one run shows of a metric into files. The rows are those of the batches that the ledger lists for the run,
 * so they are of one publication whatever moves meanwhile. A file appears under its name when it was read back and holds
 * exactly the rows that the ledger knows; the same command after an interruption keeps such files. Thread-safe; two exports
 * of one run into one directory at once are not.
 */
public final class ResultExport {
    /** Name of the file that says that an export is whole, and what it holds. */
    public static final String MANIFEST = "_export.json";

    private static final ObjectWriter JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .writerWithDefaultPrettyPrinter();

    private final RunLedger runs;
    private final RunReader reports;
    private final RunBatches batches;
    private final ClickHouse clickhouse;

    /** Exports from that ledger and that store. */
    public ResultExport(Postgres postgres, ClickHouse clickhouse) {
        this.runs = new RunLedger(postgres);
        this.reports = new RunReader(postgres);
        this.batches = new RunBatches(postgres);
        this.clickhouse = clickhouse;
    }

    /**
     * Exports a run's rows of a metric below {@code to}, in {@code metric=…/major=…/dataset=…/run=…}.
     *
     * @param metric the metric's name, without namespace
     * @param channel the channel that was asked for, for the manifest; null where a run was
     * @throws OdographException RUN_NOT_FOUND; RUN_INCOMPLETE where the run is under way; METRIC_NOT_FOUND where its graph
     *     does not store the metric; FILE_NOT_FOUND where the directory cannot be written; DISK_FULL; WRITE_NOT_VERIFIED
     *     where a file does not hold what the ledger knows
     */
    public ExportReport export(
            String runId,
            String metric,
            @Nullable String channel,
            Path to,
            ExportFormat format,
            ExportProgress progress) {
        RunRecord run = runs.run(runId);
        if (!run.status().settled()) {
            throw new OdographException(
                    ErrorCode.RUN_INCOMPLETE,
                    "Run \"" + runId + "\" is " + run.status() + ", so its rows may yet become more: wait for it by"
                            + " ./odograph runs await " + runId);
        }
        MetricSpec spec = run.plan().spec().metrics().stream()
                .filter(known -> known.name().equals(metric))
                .findFirst()
                .orElseThrow(() -> unknown(run, metric));
        MetricTable table = run.plan().table(spec);
        Path directory = to.toAbsolutePath()
                .resolve(HivePath.of(
                        table.namespace(),
                        metric,
                        spec.version().major(),
                        run.plan().dataset(),
                        runId));
        List<ExportPart> parts =
                ExportPart.cut(batches.list(runId, metric), ExportPart.MOST_ROWS, ExportPart.MOST_SEGMENTS);
        try {
            Files.createDirectories(directory);
            return write(run, table, channel, directory, parts, format, progress);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** What the system says of a full disk is a text; what it says of a place that is none, or not ours, varies in type. */
    private static OdographException unwritable(Path directory, IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = message.contains("no space left") || message.contains("quota exceeded");
        return new OdographException(
                full ? ErrorCode.DISK_FULL : ErrorCode.FILE_NOT_FOUND,
                "Results cannot be exported to " + directory + " (" + e + "): "
                        + (full
                                ? "free space there; the same command goes on where this one ended"
                                : "choose a directory that is writable"),
                e);
    }

    private ExportReport write(
            RunRecord run,
            MetricTable table,
            @Nullable String channel,
            Path directory,
            List<ExportPart> parts,
            ExportFormat format,
            ExportProgress progress)
            throws IOException {
        Files.deleteIfExists(directory.resolve(MANIFEST));
        removeOthers(directory, parts, format);
        long planned = parts.stream().mapToLong(part -> part.digest().rows()).sum();
        List<ExportManifest.File> files = new ArrayList<>();
        RowDigest all = RowDigest.EMPTY;
        int written = 0;
        for (ExportPart part : parts) {
            Path file = directory.resolve(part.fileName(format));
            if (!ExportedRows.find(file, format, table.schema()).equals(Optional.of(part.digest()))) {
                write(part, table, file, format);
                written++;
            }
            all = all.plus(part.digest());
            files.add(new ExportManifest.File(
                    file.getFileName().toString(),
                    part.digest().rows(),
                    part.digest().toString(),
                    Files.size(file)));
            progress.done(files.size(), parts.size(), all.rows(), planned);
        }
        ExportManifest manifest = manifest(run, table, channel, all, files);
        Path whole = directory.resolve(MANIFEST + ".tmp");
        JSON.writeValue(whole.toFile(), manifest);
        Files.move(whole, directory.resolve(MANIFEST), StandardCopyOption.REPLACE_EXISTING);
        return new ExportReport(directory, written, manifest);
    }

    private void write(ExportPart part, MetricTable table, Path file, ExportFormat format) throws IOException {
        Path partial = file.resolveSibling("_" + file.getFileName() + ".tmp");
        try {
            try (InputStream rows = clickhouse.open(query(part, table, format), format.clickhouse());
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                rows.transferTo(out);
            }
            Optional<RowDigest> found = ExportedRows.find(partial, format, table.schema());
            if (!found.equals(Optional.of(part.digest()))) {
                throw new OdographException(
                        ErrorCode.WRITE_NOT_VERIFIED,
                        "File " + file + " was read back with rows of digest "
                                + found.map(RowDigest::toString).orElse("unknown (it cannot be read)") + ", but "
                                + part.digest()
                                + " is committed, so it was not kept. If a recording was purged meanwhile, or the run"
                                + " deleted, give the command again; else see whether the disk is full");
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Of the tables themselves by write, for the ledger is what visibility is copied from. */
    private static ClickHouseQuery query(ExportPart part, MetricTable table, ExportFormat format) {
        TableSchema schema = table.schema();
        String writes = part.writes().stream().map(Long::toUnsignedString).collect(joining(", "));
        String condition = writes.isEmpty() ? "0" : ResultColumns.WRITE_NO + " IN (" + writes + ")";
        if (schema.bySegment() && !part.segments().isEmpty()) {
            condition += part.segments().stream()
                    .map(ClickHouseNames::literal)
                    .collect(joining(", ", " AND " + TableSchema.SEGMENT_ID + " IN (", ")"));
        }
        String order = schema.keys().stream()
                .map(ColumnSpec::name)
                .map(ClickHouseNames::quoted)
                .collect(joining(", "));
        ClickHouseQuery query = ClickHouseQuery.of("SELECT " + ResultColumns.list(schema) + " FROM "
                + quoted(table.name()) + " WHERE " + condition + (order.isEmpty() ? "" : " ORDER BY " + order));
        for (Map.Entry<String, String> setting : format.settings().entrySet()) {
            query = query.setting(setting.getKey(), setting.getValue());
        }
        return query;
    }

    /** Files of this format that an earlier export left and that this one does not have: a purge may have made fewer. */
    private static void removeOthers(Path directory, List<ExportPart> parts, ExportFormat format) throws IOException {
        Set<String> ours = parts.stream().map(part -> part.fileName(format)).collect(Collectors.toSet());
        try (DirectoryStream<Path> there = Files.newDirectoryStream(directory, "part-*." + format.extension())) {
            for (Path file : there) {
                if (!ours.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private ExportManifest manifest(
            RunRecord run,
            MetricTable table,
            @Nullable String channel,
            RowDigest digest,
            List<ExportManifest.File> files) {
        ExportManifest.Coverage coverage = reports.coverage(run.runId()).stream()
                .filter(known -> known.metric().equals(table.metric()))
                .findFirst()
                .map(ResultExport::coverage)
                .orElse(null);
        return new ExportManifest(
                1,
                new MetricName(table.namespace(), table.metric()).toString(),
                table.version().toString(),
                run.runId(),
                run.plan().spec().name(),
                run.plan().spec().version().toString(),
                run.plan().bundleDigest(),
                run.plan().dataset(),
                run.plan().datasetVersion(),
                channel,
                new TreeMap<>(run.plan().parameters()),
                coverage,
                table.schema().columns().stream()
                        .map(column -> new ExportManifest.Column(
                                column.name(),
                                column.type().name().toLowerCase(Locale.ROOT),
                                column.unit(),
                                column.key(),
                                column.nullable()))
                        .toList(),
                digest.rows(),
                digest.toString(),
                files);
    }

    private static ExportManifest.Coverage coverage(MetricCoverage coverage) {
        return new ExportManifest.Coverage(
                coverage.planned().segments(),
                coverage.done().segments(),
                coverage.planned().kilometres(),
                coverage.done().kilometres());
    }

    private static OdographException unknown(RunRecord run, String metric) {
        return new OdographException(
                ErrorCode.METRIC_NOT_FOUND,
                "Run \"" + run.runId() + "\" stores no metric \"" + metric + "\": its graph "
                        + run.plan().spec().name() + " stores "
                        + run.plan().spec().metrics().stream()
                                .map(MetricSpec::name)
                                .sorted()
                                .collect(joining(", ")));
    }
}
