package dev.odograph.cli;

import dev.odograph.housekeeping.RetentionJob;
import dev.odograph.housekeeping.RetentionPolicy;
import dev.odograph.housekeeping.RetentionReport;
import dev.odograph.worker.Housekeeping;
import dev.odograph.worker.Stores;
import dev.odograph.worker.WorkerSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "retention",
        description = {
            "Delete old runs that no channel publishes, and what only they referred to.",
            "The worker does so every hour; this does it now."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph retention --keep-days 7 --dry-run"})
final class RetentionCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Option(
            names = "--keep-days",
            paramLabel = "DAYS",
            description = "Keep runs for so long (default: $ODOGRAPH_KEEP_RUNS_DAYS, else 30).")
    private @Nullable Integer days;

    @Option(
            names = "--keep-newest",
            paramLabel = "RUNS",
            description = "Keep so many newest runs of each graph and dataset, whatever their age.")
    private @Nullable Integer newest;

    @Option(names = "--dry-run", description = "Only say what would be deleted.")
    private boolean dryRun;

    private final Console console;

    RetentionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RetentionPolicy configured = WorkerSettings.retention(System.getenv());
        RetentionPolicy policy = new RetentionPolicy(
                days == null ? configured.keepRuns() : Duration.ofDays(Checks.atLeast(0, "--keep-days", days)),
                newest == null ? configured.keepNewest() : Checks.atLeast(0, "--keep-newest", newest),
                configured.keepUnreferenced());
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            RetentionJob job = Housekeeping.retention(stores, session.directory(), policy);
            print(dryRun ? job.dryRun() : job.run());
            if (!dryRun) {
                var unused = Housekeeping.bundleRetention(stores, session.directory(), policy)
                        .run();
            }
            return ExitCodes.OK;
        }
    }

    private void print(RetentionReport report) {
        if (common.json()) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("dry_run", dryRun);
            view.put("runs", report.runs());
            view.put("batches", report.batches());
            view.put("artifacts", report.artifacts());
            view.put("artifact_bytes", report.artifactBytes());
            view.put("stray_files", report.strayFiles());
            console.json(view);
            return;
        }
        if (report.nothing()) {
            console.print(dryRun ? "Nothing would be deleted." : "Nothing to delete.");
            return;
        }
        report.runs().forEach(run -> console.print((dryRun ? "would delete run " : "deleted run ") + run));
        console.print((dryRun ? "Would delete " : "Deleted ") + report.runs().size() + " run(s), " + report.batches()
                + " batch(es), " + report.artifacts() + " artifact(s) of " + Text.number(report.artifactBytes())
                + " bytes, " + report.strayFiles() + " stray file(s)."
                + (dryRun ? "" : " Rows in ClickHouse go with the next sweep, within minutes."));
    }
}
