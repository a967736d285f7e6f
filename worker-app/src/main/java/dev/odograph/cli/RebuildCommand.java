package dev.odograph.cli;

import dev.odograph.housekeeping.ClickHouseRebuild;
import dev.odograph.housekeeping.ClickHouseRebuild.Report;
import dev.odograph.worker.Housekeeping;
import dev.odograph.worker.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rebuild",
        description = {
            "Fill ClickHouse from the ledger and the artifacts where it lost rows, or all of them.",
            "Each batch is looked at and, where it is not there whole, sent again, verified by its digest, and shown.",
            "May be interrupted and done again, while workers go on."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph rebuild"})
final class RebuildCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Mixin
    private Common common = new Common();

    private final Console console;

    RebuildCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StackSession session = StackSession.open(common, console);
        Instant began = Instant.now();
        Report report;
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            ClickHouseRebuild rebuild = Housekeeping.rebuild(stores, session.directory());
            report = rebuild.run((batches, of, rows) -> console.progress(Text.bar(of == 0 ? 1 : (double) batches / of)
                    + " " + Text.number(batches) + " of " + Text.number(of) + " batches, " + Text.number(rows)
                    + " rows stored" + left(began, batches, of)));
        } finally {
            console.clearProgress();
        }
        if (common.json()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("batches", report.batches());
            answer.put("stored", report.stored());
            answer.put("rows", report.rows());
            answer.put("lost", report.lost());
            console.json(answer);
        } else {
            show(report);
        }
        return report.lost().isEmpty() ? ExitCodes.OK : ExitCodes.RUN_NOT_SUCCEEDED;
    }

    private void show(Report report) {
        console.print(Text.number(report.stored()) + " of " + Text.number(report.batches())
                + " batches were stored anew, " + Text.number(report.rows()) + " rows; the others are there.");
        if (!report.lost().isEmpty()) {
            console.print("Artifacts of " + report.lost().size() + " runs are gone too; these lack rows:");
            report.lost().entrySet().stream()
                    .limit(SHOWN)
                    .forEach(run -> console.print("  " + run.getKey() + ", " + run.getValue() + " batches"));
            console.print("Start such a run again under another id: what is missing is computed anew.");
        }
    }

    private static String left(Instant began, long batches, long of) {
        long took = Duration.between(began, Instant.now()).toSeconds();
        return batches == 0 || took < 5
                ? ""
                : ", " + Text.duration(Duration.ofSeconds(took * (of - batches) / batches)) + " left";
    }
}
