package dev.odograph.cli;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.housekeeping.Reconciler;
import dev.odograph.query.RunView;
import dev.odograph.query.UnplannedRun;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.worker.Housekeeping;
import dev.odograph.worker.Stores;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Waits for a run and shows how far it is. */
final class RunWatch {
    private static final long EVERY_MILLIS = 200;
    /** Looks take at most one part in so many of the time: a run of many partitions is looked at more seldom. */
    private static final long SELDOMER = 20;

    private final RunLedger runs;
    private final RunReader reader;
    private final WorkflowClient client;
    private final Reconciler reconciler;
    private final Console console;
    private long next = System.nanoTime();

    RunWatch(Stores stores, WorkflowClient client, Console console) {
        this.runs = new RunLedger(stores.postgres());
        this.reader = new RunReader(stores.postgres());
        this.client = client;
        this.reconciler = Housekeeping.reconciler(stores, client, Duration.ZERO);
        this.console = console;
    }

    /** Waits, prints the run, and returns the exit code of the command. */
    int untilEnd(String runId, boolean json) {
        int code = awaitEnd(runId);
        RunReport report = reader.show(runId);
        if (json) {
            console.json(RunView.of(report));
        } else {
            RunScreen.print(report, console);
        }
        return code;
    }

    /** Waits and returns the exit code of the command. Ctrl-C ends the waiting, not the run, and says so. */
    int awaitEnd(String runId) {
        AtomicBoolean waiting = new AtomicBoolean(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sayGoodbye(waiting.get(), runId), "goodbye"));
        try {
            return awaitSettled(runId);
        } finally {
            waiting.set(false);
        }
    }

    private void sayGoodbye(boolean waiting, String runId) {
        if (waiting) {
            console.say("Stopped watching; the run goes on. Watch it: ./odograph runs watch " + runId
                    + "   Stop it: ./odograph runs cancel " + runId);
        }
    }

    private int awaitSettled(String runId) {
        long began = System.nanoTime();
        do {
            awaitClosed(runId, began);
            // A workflow that was terminated tells the ledger nothing; one that was reset goes on under the same id.
        } while (!settled(runId) && !reconciler.reconcile(runId) && !settled(runId));
        console.clearProgress();
        return runs.run(runId).status() == RunStatus.SUCCEEDED ? ExitCodes.OK : ExitCodes.RUN_NOT_SUCCEEDED;
    }

    /** A parked run waits for an operator, which may take weeks: the watching ends, and says so. */
    private boolean settled(String runId) {
        RunStatus status = runs.run(runId).status();
        return status.settled() || status == RunStatus.PARKED;
    }

    /** Returns when the execution that is open now is closed, or when there is none and the ledger knows the run. */
    private void awaitClosed(String runId, long began) {
        WorkflowStub stub = client.newUntypedWorkflowStub(runId);
        CompletableFuture<Void> end = stub.getResultAsync(Void.class);
        while (true) {
            try {
                var unused = end.get(EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (runs.find(runId)
                        .map(run -> run.status() == RunStatus.PARKED)
                        .orElse(false)) {
                    return;
                }
                if (console.terminal()) {
                    progress(runId, began);
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof WorkflowNotFoundException)
                        || runs.find(runId).isEmpty()) {
                    refuseUnplanned(runId, e.getCause());
                }
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OdographException(ErrorCode.RUN_CANCELLED, "Stopped waiting; the run goes on", e);
            }
        }
    }

    /** A run that could not be planned is not in the ledger: its workflow's failure is the error. */
    private void refuseUnplanned(String runId, @Nullable Throwable failure) {
        if (failure instanceof WorkflowNotFoundException) {
            throw new OdographException(
                    ErrorCode.RUN_NOT_FOUND,
                    "Run \"" + runId + "\" is not in Temporal: ./odograph runs list shows those that are known",
                    failure);
        }
        if (failure instanceof WorkflowFailedException failed
                && runs.find(runId).isEmpty()) {
            throw UnplannedRun.failure(runId, failed);
        }
        if (failure instanceof WorkflowFailedException
                && failure.getCause() instanceof ApplicationFailure cause
                && !cause.getType().equals(ErrorCode.RUN_INCOMPLETE.name())) {
            throw new OdographException(UnplannedRun.code(cause.getType()), cause.getOriginalMessage(), failure);
        }
        if (failure != null && runs.find(runId).isEmpty()) {
            throw new OdographException(
                    ErrorCode.RUN_TERMINATED,
                    "Run \"" + runId + "\" ended before it was planned (" + failure.getMessage()
                            + "): start it again under the same id",
                    failure);
        }
    }

    private void progress(String runId, long began) {
        Optional<RunRecord> run = runs.find(runId);
        if (run.isEmpty()) {
            console.progress("planning …");
            return;
        }
        long looked = System.nanoTime();
        if (looked - next < 0) {
            return;
        }
        List<StageCount> stages = reader.stages(runId);
        next = looked + SELDOMER * (System.nanoTime() - looked);
        long planned = stages.stream().mapToLong(StageCount::planned).sum();
        long reused = stages.stream().mapToLong(StageCount::memoHits).sum();
        long executed = stages.stream().mapToLong(StageCount::executed).sum();
        long failed = stages.stream().mapToLong(StageCount::failed).sum();
        double seconds = (System.nanoTime() - began) / 1e9;
        long left = planned - reused - executed - failed;
        String estimate = executed == 0 || left == 0
                ? ""
                : ", about " + Text.duration(Duration.ofMillis((long) (seconds / executed * left * 1000)));
        console.progress(Text.bar(planned == 0 ? 0 : (double) (planned - left) / planned) + " " + (planned - left)
                + " of "
                + planned + " (" + reused + " reused" + (failed > 0 ? ", " + failed + " failed" : "") + ")"
                + estimate);
    }
}
