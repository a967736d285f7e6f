package dev.odograph.activity;

import dev.odograph.contract.StageActivities;
import dev.odograph.contract.StageReport;
import dev.odograph.contract.StageTask;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.OutputFailure;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.telemetry.Meters;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes stages, and records in the ledger what failed and why. Thread-safe. */
public final class StageActivitiesImpl implements StageActivities {
    private static final Logger LOG = LoggerFactory.getLogger(StageActivitiesImpl.class);

    private final StageExecution execution;
    private final RunLedger runs;
    private final OutputLedger outputs;
    private final ScheduledExecutorService timers;
    private final String worker;
    private final int externalAttempts;

    /**
     * Activities of one worker.
     *
     * @param externalAttempts how often a stage is tried that a server did not answer
     * @param worker name of this process, for readers of failures
     */
    public StageActivitiesImpl(
            StageExecution execution,
            RunLedger runs,
            OutputLedger outputs,
            ScheduledExecutorService timers,
            String worker,
            int externalAttempts) {
        this.execution = execution;
        this.runs = runs;
        this.outputs = outputs;
        this.timers = timers;
        this.worker = worker;
        this.externalAttempts = externalAttempts;
    }

    @Override
    public StageReport runStage(StageTask task) {
        return execute(task);
    }

    @Override
    public StageReport reduce(StageTask task) {
        return execute(task);
    }

    private StageReport execute(StageTask task) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        int attempt = context.getInfo().getAttempt();
        Instant startedAt = Instant.now();
        Meters.stageWaited(Duration.between(
                Instant.ofEpochMilli(context.getInfo().getCurrentAttemptScheduledTimestamp()), startedAt));
        return Failures.mapped(attempt, externalAttempts, () -> {
            try (Beat beat = new Beat(context, timers)) {
                try {
                    refuseSuperseded(task);
                    return execution.execute(task, attempt, startedAt, beat);
                } catch (RuntimeException e) {
                    ActivityCompletionException ended = beat.ended();
                    if (ended != null) {
                        throw ended;
                    }
                    OdographException error = Failures.typed(e);
                    if (error.code() != ErrorCode.PASS_SUPERSEDED) {
                        record(task, attempt, startedAt, error, beat);
                    }
                    throw error;
                }
            }
        });
    }

    /** A range of an earlier pass may still be at work, when a reset has begun another one. */
    private void refuseSuperseded(StageTask task) {
        int newest = runs.passes(task.runId());
        if (newest > task.pass()) {
            throw new OdographException(
                    ErrorCode.PASS_SUPERSEDED,
                    "Run \"" + task.runId() + "\" is in pass " + newest + ": pass " + task.pass()
                            + " has nothing more to do");
        }
    }

    private void record(StageTask task, int attempt, Instant startedAt, OdographException error, Beat beat) {
        LOG.warn(
                "run {} stage {} partition {} attempt {}: {}",
                task.runId(),
                task.stage(),
                task.partition(),
                attempt,
                error.code(),
                error);
        try {
            outputs.recordFailure(new OutputFailure(
                    task.runId(),
                    task.stage(),
                    task.partition(),
                    task.pass(),
                    attempt,
                    startedAt,
                    error.code(),
                    error.getMessage(),
                    worker,
                    beat.segmentId(),
                    beat.violations()));
        } catch (OdographException unrecorded) {
            error.addSuppressed(unrecorded);
        }
    }
}
