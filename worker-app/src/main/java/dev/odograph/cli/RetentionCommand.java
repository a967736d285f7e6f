package dev.odograph.cli;

import dev.odograph.housekeeping.RetentionJob;
import dev.odograph.housekeeping.RetentionPolicy;
import dev.odograph.housekeeping.RetentionReport;
import dev.odograph.spec.Version;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunScope;
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
            "The worker does so every hour; this does it now. Options narrow which runs; what is published stays."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph retention --keep-days 7 --dry-run",
            "          odograph retention --metric ttc@1.0 --keep-days 0"
        })
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

    @Option(names = "--run", paramLabel = "ID", description = "Only this run.")
    private @Nullable String run;

    @Option(names = "--graph", paramLabel = "NAME", description = "Only runs of this graph.")
    private @Nullable String graph;

    @Option(names = "--dataset", paramLabel = "NAME", description = "Only runs on this dataset.")
    private @Nullable String dataset;

    @Option(
            names = "--metric",
            paramLabel = "NAME[@M.N]",
            description = "Only runs that store this metric; with @1.0, in this version.")
    private @Nullable String metric;

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
            RunScope scope = scope(stores);
            print(dryRun ? job.dryRun(scope) : job.run(scope));
            if (!dryRun) {
                Housekeeping.unreferencedTables(stores)
                        .drop()
                        .forEach(table -> console.say("Emptied table " + table + ", in which nothing was referenced"));
                var unused = Housekeeping.bundleRetention(stores, session.directory(), policy)
                        .run();
            }
            return ExitCodes.OK;
        }
    }

    /** The runs that are meant; refuses a run that is not there, and a version that is none. */
    private RunScope scope(Stores stores) {
        if (run != null) {
            var unused = new RunLedger(stores.postgres()).run(run);
        }
        if (metric == null) {
            return new RunScope(run, graph, dataset, null, null);
        }
        int at = metric.indexOf('@');
        String version = at < 0 ? null : Version.parse(metric.substring(at + 1)).toString();
        return new RunScope(run, graph, dataset, at < 0 ? metric : metric.substring(0, at), version);
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
