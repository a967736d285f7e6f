package dev.odograph.cli;

import dev.odograph.contract.RegressionInput;
import dev.odograph.contract.RegressionOutcome;
import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.contract.RegressionOutcome.Verdict;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Comparison;
import dev.odograph.query.UnplannedRun;
import dev.odograph.regression.RegressionJudge;
import dev.odograph.regression.RegressionReport;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.worker.Stores;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits for a regression run, shows how far it is, and reports what it came to. */
final class CiWatch {
    private static final long EVERY_MILLIS = 300;
    /** Where there is no terminal, a line as often shows a log's reader that it goes on. */
    private static final Duration SAID = Duration.ofSeconds(30);

    private final Stores stores;
    private final RunLedger runs;
    private final RunReader reader;
    private final WorkflowClient client;
    private final Console console;
    private final ReportOptions reports;
    private final boolean json;
    private long said = System.nanoTime();

    CiWatch(Stores stores, WorkflowClient client, Console console, ReportOptions reports, boolean json) {
        this.stores = stores;
        this.runs = new RunLedger(stores.postgres());
        this.reader = new RunReader(stores.postgres());
        this.client = client;
        this.console = console;
        this.reports = reports;
        this.json = json;
    }

    /** Waits, reports, and returns the exit code of the command. */
    int untilEnd(WorkflowExecution execution, RegressionInput input, StackSession session) throws IOException {
        RegressionOutcome outcome = await(execution, input);
        if (outcome == null) {
            return Verdict.INFRASTRUCTURE.exitCode();
        }
        boolean compared = (json || reports.wantFigures()) && !metrics(outcome).isEmpty();
        RegressionJudge judge = new RegressionJudge(stores.postgres(), stores.datasets(), stores.clickhouse());
        Optional<Comparison> figures = compared ? judge.compare(input) : Optional.empty();
        RegressionReport report = new RegressionReport(outcome, figures.orElse(null));
        reports.write(report);
        if (json) {
            console.json(report.fields());
        } else {
            print(report, session);
        }
        return outcome.verdict().exitCode();
    }

    private @Nullable RegressionOutcome await(WorkflowExecution execution, RegressionInput input) {
        CompletableFuture<RegressionOutcome> end =
                client.newUntypedWorkflowStub(execution, Optional.empty()).getResultAsync(RegressionOutcome.class);
        while (true) {
            try {
                RegressionOutcome outcome = end.get(EVERY_MILLIS, TimeUnit.MILLISECONDS);
                console.clearProgress();
                return outcome;
            } catch (TimeoutException e) {
                progress(input);
            } catch (ExecutionException e) {
                console.clearProgress();
                return ended(execution.getWorkflowId(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OdographException(
                        ErrorCode.RUN_CANCELLED, "Stopped waiting; the regression run goes on in Temporal", e);
            }
        }
    }

    /** How a run without an outcome ended: by someone's wish, which the command reports, or by an error. */
    private @Nullable RegressionOutcome ended(String id, @Nullable Throwable failure) {
        Throwable cause = failure instanceof WorkflowFailedException ? failure.getCause() : failure;
        if (cause instanceof CanceledFailure || cause instanceof TerminatedFailure) {
            console.say("odograph: RUN_CANCELLED: Regression run \"" + id + "\" was cancelled: a newer one of the same"
                    + " --supersede key took its place, or someone cancelled it in Temporal. There is no verdict");
            return null;
        }
        if (cause instanceof ActivityFailure && cause.getCause() instanceof ApplicationFailure known) {
            throw new OdographException(UnplannedRun.code(known.getType()), known.getOriginalMessage(), failure);
        }
        throw new OdographException(
                ErrorCode.TEMPORAL_UNAVAILABLE,
                "The end of regression run \"" + id + "\" is not known: " + failure + ". See ./odograph status",
                failure);
    }

    private void progress(RegressionInput input) {
        boolean due = System.nanoTime() - said > SAID.toNanos();
        if (!console.terminal() && !due) {
            return;
        }
        String line = "base " + at(input.baseRunId()) + "   head " + at(input.headRunId());
        if (console.terminal()) {
            console.progress(line);
        } else {
            said = System.nanoTime();
            console.say(line);
        }
    }

    private String at(String runId) {
        if (runs.find(runId).isEmpty()) {
            return "is being planned";
        }
        List<StageCount> stages = reader.stages(runId);
        long planned = stages.stream().mapToLong(StageCount::planned).sum();
        long pending = stages.stream().mapToLong(StageCount::pending).sum();
        return Text.bar(planned == 0 ? 0 : (double) (planned - pending) / planned) + " " + (planned - pending) + " of "
                + planned;
    }

    private void print(RegressionReport report, StackSession session) {
        RegressionOutcome outcome = report.outcome();
        String word = RegressionReport.word(outcome.verdict());
        console.print(console.bold("Verdict: ")
                + switch (outcome.verdict()) {
                    case PASS -> console.green(word);
                    case UNDECIDED -> word;
                    case REGRESSION, BROKEN, INFRASTRUCTURE -> console.red(word);
                });
        console.print(outcome.summary());
        console.print("");
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Base", outcome.baseRunId() + "  " + RunLinks.page(session.endpoints(), outcome.baseRunId()));
        facts.put("Head", outcome.headRunId() + "  " + RunLinks.page(session.endpoints(), outcome.headRunId()));
        console.facts(facts);
        console.print("");
        List<Gate> shown = outcome.gates().stream()
                .filter(gate -> gate.passage() != Passage.PASS)
                .sorted(Comparator.comparing(Gate::passage).reversed())
                .toList();
        if (!shown.isEmpty()) {
            console.table(
                    List.of("SAYS", "GATE", "WHAT", "WHY"),
                    shown.stream()
                            .map(gate -> List.of(
                                    RegressionReport.word(gate.passage()),
                                    gate.kind(),
                                    RegressionReport.name(gate),
                                    gate.message()))
                            .toList());
        }
        console.print(
                outcome.gates().size() - shown.size() + " of " + outcome.gates().size() + " gates passed.");
        String metrics = metrics(outcome);
        if (!metrics.isEmpty()) {
            console.print("All figures: ./odograph compare " + metrics + " --base run:" + outcome.baseRunId()
                    + " --head run:" + outcome.headRunId());
        }
    }

    /** Metrics that were compared, as a command takes them. */
    private static String metrics(RegressionOutcome outcome) {
        return outcome.gates().stream()
                .filter(gate -> gate.kind().equals("statistics"))
                .filter(gate -> gate.metric() != null && !gate.name().equals(gate.metric()))
                .map(Gate::metric)
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
