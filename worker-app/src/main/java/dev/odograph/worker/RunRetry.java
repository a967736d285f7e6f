package dev.odograph.worker;

import com.google.protobuf.ByteString;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.Operator;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.Waiver;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lets a run that waits or has ended go on: by an update where it is parked, else as a new pass under the same id. */
public final class RunRetry {
    private static final Duration PARKING = Duration.ofSeconds(10);
    private static final Duration PARKING_PAUSE = Duration.ofMillis(100);

    private final WorkflowClient client;
    private final RunLedger ledger;

    public RunRetry(WorkflowClient client, RunLedger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    /** Computes again what is missing; returns what happens, in one sentence. */
    public String retry(RunRecord run, Operator operator) {
        String runId = run.plan().runId();
        if (run.status() == RunStatus.PARKED) {
            return goesOn(runId, () -> updated(runId, workflow -> workflow.retry(operator)));
        }
        requireEnded(run, "retried");
        return goesOn(runId, () -> startAgain(runId));
    }

    /**
     * What a retry of this run would do, in one sentence.
     *
     * @throws OdographException ARGUMENT_INVALID where it cannot be retried
     */
    public static String whatWould(RunRecord run) {
        if (run.status() == RunStatus.PARKED) {
            return "It waits, and would go on.";
        }
        requireEnded(run, "retried");
        return "A new pass would begin over what is missing.";
    }

    /** Does without segments of a parked run. */
    public String waive(RunRecord run, Waiver waiver) {
        String runId = run.plan().runId();
        requireParked(run, "waive");
        return goesOn(runId, () -> updated(runId, workflow -> workflow.waive(waiver)));
    }

    /** Ends a parked run as FAILED. */
    public String abort(RunRecord run, Operator operator) {
        String runId = run.plan().runId();
        requireParked(run, "abort");
        return goesOn(runId, () -> updated(runId, workflow -> workflow.abort(operator)));
    }

    /** Whoever looks at the run after this, or waits for it, does not take where it stood before for what became of it. */
    private String goesOn(String runId, Supplier<String> decision) {
        String mark = ledger.mark(runId);
        String said = decision.get();
        ledger.reopen(runId, mark);
        return said;
    }

    /** A new pass under the same id with the input that the run was started with. */
    private String startAgain(String runId) {
        RunStart.start(client, runId, input(runId));
        return "A new pass begins over what is missing.";
    }

    /**
     * What a run was started with, as Temporal has it.
     *
     * @throws OdographException RUN_NOT_FOUND, TEMPORAL_UNAVAILABLE
     */
    public RunInput input(String runId) {
        try {
            GetWorkflowExecutionHistoryResponse first = client.getWorkflowServiceStubs()
                    .blockingStub()
                    .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(runId))
                            .setMaximumPageSize(1)
                            .setNextPageToken(ByteString.EMPTY)
                            .build());
            Payloads input = first.getHistory()
                    .getEvents(0)
                    .getWorkflowExecutionStartedEventAttributes()
                    .getInput();
            return client.getOptions()
                    .getDataConverter()
                    .fromPayloads(0, Optional.of(input), RunInput.class, RunInput.class);
        } catch (io.grpc.StatusRuntimeException e) {
            if (e.getStatus().getCode() == io.grpc.Status.Code.NOT_FOUND) {
                throw new OdographException(
                        ErrorCode.RUN_NOT_FOUND,
                        "Run \"" + runId
                                + "\" is not in Temporal any more, which keeps ended runs 30 days: start it anew"
                                + " with ./odograph run; what it computed is reused",
                        e);
            }
            throw new OdographException(
                    ErrorCode.TEMPORAL_UNAVAILABLE,
                    "Temporal does not give the input of run \"" + runId + "\": " + e.getMessage()
                            + ". See ./odograph status",
                    e);
        }
    }

    private static void requireEnded(RunRecord run, String what) {
        if (run.status() != RunStatus.FAILED && run.status() != RunStatus.CANCELLED) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Run \"" + run.plan().runId() + "\" is " + run.status() + " and cannot be " + what
                            + ": only a run that is PARKED, FAILED or CANCELLED can");
        }
    }

    private static void requireParked(RunRecord run, String what) {
        if (run.status() == RunStatus.PARKED) {
            return;
        }
        String runId = run.plan().runId();
        String mend = run.status() == RunStatus.FAILED || run.status() == RunStatus.CANCELLED
                ? ". Start another that parks, which reuses what this one computed: ./odograph run "
                        + run.plan().spec().name() + " " + run.plan().dataset()
                        + " --failure-policy park; once it is PARKED: ./odograph runs " + what
                        + " ITS-ID --by NAME --reason TEXT"
                : ": ./odograph runs watch " + runId + " shows when it is";
        throw new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                "Run \"" + runId + "\" is " + run.status() + " and takes no " + what + ": only a PARKED run does"
                        + mend);
    }

    /** The ledger says that a run is parked just before its workflow, which begins a history for that, takes decisions. */
    private static void awaitParked(MetricGraphRun workflow) {
        long end = System.nanoTime() + PARKING.toNanos();
        while (workflow.progress().status() != RunStatus.PARKED && System.nanoTime() < end) {
            LockSupport.parkNanos(PARKING_PAUSE.toNanos());
        }
    }

    private String updated(String runId, Function<MetricGraphRun, String> update) {
        MetricGraphRun workflow = client.newWorkflowStub(MetricGraphRun.class, runId);
        try {
            awaitParked(workflow);
            return update.apply(workflow);
        } catch (WorkflowUpdateException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    cause instanceof ApplicationFailure refused
                            ? refused.getOriginalMessage()
                            : String.valueOf(e.getMessage()),
                    e);
        } catch (WorkflowException e) {
            throw new OdographException(
                    ErrorCode.TEMPORAL_UNAVAILABLE,
                    "Run \"" + runId + "\" does not answer: " + e.getMessage() + ". See ./odograph status",
                    e);
        }
    }
}
