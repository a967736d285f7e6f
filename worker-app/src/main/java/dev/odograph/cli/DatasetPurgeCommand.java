package dev.odograph.cli;

import dev.odograph.dataset.DatasetName;
import dev.odograph.housekeeping.Purge;
import dev.odograph.housekeeping.PurgeReport;
import dev.odograph.housekeeping.PurgeRequest;
import dev.odograph.worker.Housekeeping;
import dev.odograph.worker.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "purge",
        description = {
            "Remove recordings for legal reasons: from all versions, results, artifacts and our copies.",
            "It is recorded who did so and why. There is no way back; look at --dry-run first."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph dataset purge city drive_17 --reason 'request 4711' --by 'A. Doe' --dry-run"})
final class DatasetPurgeCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SEGMENT")
    private List<String> segments = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the audit.")
    private String reason = "";

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who wants it, for the audit.")
    private String by = "";

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dryRun;

    private final Console console;

    DatasetPurgeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PurgeRequest request = new PurgeRequest(DatasetName.of(name), segments, reason, by);
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            Purge purge = Housekeeping.purge(stores, session.directory());
            PurgeReport report = dryRun ? purge.dryRun(request) : purge.run(request);
            if (!dryRun) {
                // The record of the purge says what of it; here it would name what must be forgotten.
                Audit.did(stores, by, "purge", name + ", record " + report.purgeId(), reason);
            }
            print(report);
            return ExitCodes.OK;
        }
    }

    private void print(PurgeReport report) {
        if (common.json()) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("dry_run", dryRun);
            view.put("purge_id", report.purgeId());
            view.put("recordings", report.recordings());
            view.put("runs", report.runs());
            view.put("counts", report.counts());
            view.put("left_in_place", report.leftInPlace());
            console.json(view);
            return;
        }
        console.print(dryRun ? "Would purge:" : "Purged (record " + report.purgeId() + " of the audit):");
        report.recordings().forEach(recording -> console.print("  " + recording));
        report.counts().forEach((what, count) -> console.print("  " + what.replace('_', ' ') + ": " + count));
        if (!report.runs().isEmpty()) {
            console.print(
                    "Runs whose coverage " + (dryRun ? "would shrink" : "shrank") + ", and whose reduces are gone:");
            report.runs().forEach(run -> console.print("  " + run));
            console.print("Run their graphs again on the dataset for complete results.");
        }
        report.leftInPlace()
                .forEach(file -> console.print("Left in place, since it is yours: " + file + " (delete it yourself)"));
    }
}
