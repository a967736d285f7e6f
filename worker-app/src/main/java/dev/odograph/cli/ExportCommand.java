package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.export.ExportFormat;
import dev.odograph.export.ExportReport;
import dev.odograph.export.ResultExport;
import dev.odograph.query.PublishedRun;
import dev.odograph.spec.MetricName;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import dev.odograph.worker.Stores;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = {
            "Write a metric's rows to files for other tools: metric=…/major=…/dataset=…/run=…/part-00000.parquet.",
            "Without options: channel latest of the dataset that was published last. All rows are of one run. Each file is",
            "read back and checked; the same command after an interruption keeps the files that are whole."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph export platoon_safety --to /data/results --dataset openacc --channel main",
            "          odograph export ttc --to /data/results --run RUN_ID --format arrow"
        })
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "METRIC", description = "Name of the metric; namespace/name where it has one.")
    private String metric = "";

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Directory to write below.")
    private Path to = Path.of("");

    @Option(names = "--format", defaultValue = "parquet", description = "parquet, csv or arrow (default: parquet).")
    private String format = "parquet";

    @Option(names = "--dataset", paramLabel = "NAME", description = "Of this dataset.")
    private @Nullable String dataset;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = "What this channel publishes (default: latest; of branch code, its branch).")
    private @Nullable String channel;

    @Option(names = "--run", paramLabel = "ID", description = "Of this run, published or not.")
    private @Nullable String run;

    private final Console console;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ExportFormat chosen = ExportFormat.parse(format);
        if (run != null && (channel != null || dataset != null)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "--run names a run, which has a dataset: leave out --channel and --dataset");
        }
        String name = MetricName.parse(metric).name();
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            PublicationRow shown =
                    run != null ? null : PublishedRun.of(new Publications(stores.postgres()), metric, dataset, channel);
            String runId = shown == null ? String.valueOf(run) : shown.runId();
            ExportReport report = new ResultExport(stores.postgres(), stores.clickhouse())
                    .export(
                            runId,
                            name,
                            shown == null ? null : shown.channel(),
                            to,
                            chosen,
                            (files, ofFiles, rows, ofRows) -> console.progress("exporting " + name + ": file " + files
                                    + " of " + ofFiles + ", " + Text.number(rows) + " of " + Text.number(ofRows)
                                    + " rows"));
            console.clearProgress();
            print(report);
        }
        return ExitCodes.OK;
    }

    private void print(ExportReport report) {
        if (common.json()) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("directory", report.directory().toString());
            view.put("written_files", report.written());
            view.put("manifest", report.manifest());
            console.json(view);
            return;
        }
        int files = report.manifest().files().size();
        console.print("Exported " + Text.number(report.manifest().rows()) + " rows of "
                + report.manifest().metric() + " " + report.manifest().version() + ", run "
                + report.manifest().runId() + ", into " + files + (files == 1 ? " file" : " files") + " below "
                + report.directory() + "; each was read back and holds what is committed."
                + (report.written() < files ? " " + (files - report.written()) + " of them were there already." : ""));
    }
}
