package dev.odograph.cli;

import dev.odograph.contract.Operator;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.Waiver;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.RunNames;
import dev.odograph.query.RunView;
import dev.odograph.query.UnplannedRun;
import dev.odograph.store.lineage.RunFilter;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunSummary;
import dev.odograph.worker.RunRetry;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "runs",
        description = "List, show, watch, retry and cancel runs.",
        subcommands = {
            RunsRetryCommand.class,
            RunsReproduceCommand.class,
            RunsLineageCommand.class,
            RunsViolationsCommand.class,
            RunsShrinkCommand.class
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph runs list"})
final class RunsCommand {
    private final Console console;

    RunsCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "list",
            description = "List runs, the newest first.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph runs list --graph car_following --status failed"})
    int list(
            @Mixin Common common,
            @Option(names = "--graph", paramLabel = "NAME", description = "Only of this graph.") @Nullable String graph,
            @Option(names = "--dataset", paramLabel = "NAME", description = "Only on this dataset.") @Nullable
                    String dataset,
            @Option(names = "--status", paramLabel = "STATUS", description = "Only with this status.") @Nullable
                    RunStatus status,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        try (Stores stores = stores(common)) {
            List<RunSummary> runs = new RunReader(stores.postgres()).list(new RunFilter(graph, dataset, status, limit));
            if (common.json()) {
                console.json(runs);
            } else if (runs.isEmpty()) {
                console.print("No runs yet. Start one: ./odograph run GRAPH DATASET --wait");
            } else {
                console.table(
                        List.of("RUN", "STATUS", "GRAPH", "DATASET", "PURPOSE", "PARTITIONS", "MADE", "TOOK"),
                        runs.stream().map(RunsCommand::row).toList(),
                        "PURPOSE",
                        "PARTITIONS",
                        "GRAPH",
                        "DATASET",
                        "TOOK");
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "show",
            description = "Show where a run stands: stages, coverage, what failed and why.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph runs show RUN"})
    int show(@Mixin Common common, @Parameters(paramLabel = "RUN") String runId) {
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            RunLedger ledger = new RunLedger(stores.postgres());
            return UnplannedRun.orElse(
                    () -> ledger.find(runId).map(run -> showPlanned(common, stores, runId)),
                    () -> showUnplanned(common, session, stores, runId));
        }
    }

    private int showPlanned(Common common, Stores stores, String runId) {
        RunReport report = new RunReader(stores.postgres()).show(runId);
        if (common.json()) {
            console.json(RunView.of(report));
        } else {
            RunScreen.print(report, console, common.homeOption());
        }
        return ExitCodes.OK;
    }

    private int showUnplanned(Common common, StackSession session, Stores stores, String runId) {
        try (TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            String planning = UnplannedRun.explain(temporal.client(), runId)
                    .orElseThrow(() -> RunNames.unknown(stores.postgres(), runId));
            if (common.json()) {
                console.json(Map.of("run_id", runId, "status", RunStatus.PENDING, "message", planning));
            } else {
                console.print(planning);
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "diff",
            description = {
                "Show the summary figures of a run beside those of another one: old, new, difference.",
                "Without RUN: of the run that succeeded last and the one before it on the same dataset."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Examples: odograph runs diff", "          odograph runs diff NEW OLD"})
    int diff(
            @Mixin Common common,
            @Parameters(index = "0", arity = "0..1", paramLabel = "RUN", description = "The new one.") @Nullable
                    String after,
            @Parameters(index = "1", arity = "0..1", paramLabel = "OLD", description = "The old one.") @Nullable
                    String before) {
        try (Stores stores = stores(common)) {
            RunDifference difference = new RunDifference(stores);
            String now = after == null ? difference.newest() : after;
            String old = before != null
                    ? before
                    : difference
                            .before(now)
                            .orElseThrow(() -> new OdographException(
                                    ErrorCode.RUN_NOT_FOUND,
                                    "Before run \"" + now + "\" no run of its graph succeeded on its dataset: name the"
                                            + " other run after it"));
            if (common.json()) {
                console.json(Map.of("old", old, "new", now, "figures", difference.view(old, now)));
            } else {
                console.print("Run " + now);
                difference.print(old, now, console);
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "watch",
            aliases = "await",
            description = "Show progress until a run ends; exit with 1 unless it succeeds.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph runs watch RUN"})
    int watch(@Mixin Common common, @Parameters(paramLabel = "RUN") String runId) {
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            return new RunWatch(stores, temporal.client(), console).untilEnd(runId, common.json());
        }
    }

    @Command(
            name = "cancel",
            description = "Stop a run. What it committed stays and is reused later.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph runs cancel RUN"})
    int cancel(@Mixin Common common, @Parameters(paramLabel = "RUN") String runId) {
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            temporal.client().newUntypedWorkflowStub(runId).cancel();
            Audit.did(stores, null, "cancel", runId, null);
        } catch (WorkflowNotFoundException e) {
            throw new OdographException(
                    ErrorCode.RUN_NOT_FOUND, "Run \"" + runId + "\" is not under way: ./odograph runs list", e);
        }
        if (common.json()) {
            console.json(Map.of("run_id", runId, "cancel_requested", true));
        } else {
            console.print("Asked run " + runId + " to stop. See: ./odograph runs watch " + runId);
        }
        return ExitCodes.OK;
    }

    @Command(
            name = "waive",
            description = "Let a parked run do without segments. It is recorded beside its results.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph runs waive RUN --by ada --reason 'camera was dirty' --segment drive-7"})
    int waive(
            @Mixin Common common,
            @Parameters(paramLabel = "RUN") String runId,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who decides.") String by,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.") String reason,
            @Option(
                            names = "--segment",
                            paramLabel = "ID",
                            description = "A segment to do without; may be repeated (default: all that failed).")
                    @Nullable
                    List<String> segments) {
        Waiver waiver = new Waiver(by, reason, segments == null ? List.of() : segments);
        return decide(common, runId, new Operator(by, reason), "waive", (retry, run) -> retry.waive(run, waiver));
    }

    @Command(
            name = "abort",
            description = "End a parked run as FAILED.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph runs abort RUN --by ada --reason 'not needed any more'"})
    int abort(
            @Mixin Common common,
            @Parameters(paramLabel = "RUN") String runId,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who decides.") String by,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.") String reason) {
        Operator operator = new Operator(by, reason);
        return decide(common, runId, operator, "abort", (retry, run) -> retry.abort(run, operator));
    }

    private int decide(
            Common common,
            String runId,
            Operator operator,
            String action,
            BiFunction<RunRetry, RunRecord, String> decision) {
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            RunLedger ledger = new RunLedger(stores.postgres());
            RunRecord run = ledger.run(runId);
            String said = decision.apply(new RunRetry(temporal.client(), ledger), run);
            Audit.did(stores, operator.by(), action, runId, operator.reason());
            if (common.json()) {
                console.json(Map.of("run_id", runId, "message", said));
            } else {
                console.print(said);
                console.say("Watch it: ./odograph runs watch " + runId);
            }
            return ExitCodes.OK;
        }
    }

    private Stores stores(Common common) {
        return Stores.open(StackSession.open(common, console).endpoints(), 2);
    }

    private static List<String> row(RunSummary run) {
        return List.of(
                run.runId(),
                run.status().name(),
                run.graph() + " " + run.version(),
                run.dataset() + "@" + run.datasetVersion(),
                run.purpose().toString(),
                Text.number(run.partitions()),
                Text.ago(run.createdAt()),
                run.startedAt() == null || run.finishedAt() == null
                        ? ""
                        : Text.duration(Duration.between(run.startedAt(), run.finishedAt())));
    }
}
