package dev.odograph.api;

import dev.odograph.contract.Operator;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.Waiver;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunRequest;
import dev.odograph.store.lineage.RunRequests;
import dev.odograph.worker.RunRetry;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators decide on runs, as the commands of these names do it. Thread-safe. */
@ApplicationScoped
class RunActions {
    private final ApiStores stores;
    private final RequestStarter starter;
    private final UnknownRun unknown;
    private final Callers callers;

    RunActions(ApiStores stores, RequestStarter starter, UnknownRun unknown, Callers callers) {
        this.stores = stores;
        this.starter = starter;
        this.unknown = unknown;
        this.callers = callers;
    }

    /** Computes again what is missing. */
    String retry(String runId, @Nullable Decision decision) {
        Optional<RunRecord> run = ledger().find(runId);
        requireMine(runId, run, "retry");
        if (run.isPresent()) {
            return decisions().retry(run.get(), operator(decision));
        }
        if (requests().again(runId)) {
            starter.wake();
            return "It is queued again, and planned anew.";
        }
        throw requests().find(runId).isEmpty()
                ? unknown.run(runId)
                : new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Run \"" + runId + "\" is PENDING and cannot be retried: only a run that is PARKED, FAILED or"
                                + " CANCELLED can");
    }

    /** Stops a run; what it committed stays. */
    String cancel(String runId) {
        requireMine(runId, ledger().find(runId), "cancel");
        if (requests().cancelQueued(runId, "Run \"" + runId + "\" was cancelled before it was started")) {
            return "It was not started yet and will not be.";
        }
        Optional<RunStatus> status = ledger().find(runId).map(RunRecord::status);
        if (status.isEmpty()) {
            RunRequest request = requests().find(runId).orElseThrow(() -> unknown.run(runId));
            if (request.state() == RunRequest.State.QUEUED) {
                throw new OdographException(
                        ErrorCode.TEMPORAL_UNAVAILABLE,
                        "Run \"" + runId + "\" is being handed to Temporal: ask again in some seconds");
            }
        }
        if (status.filter(RunStatus::settled).isPresent()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Run \"" + runId + "\" is " + status.get() + " and cannot be cancelled: it has ended");
        }
        try {
            stores.temporal().client().newUntypedWorkflowStub(runId).cancel();
        } catch (WorkflowNotFoundException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "Run \"" + runId + "\" is not under way: look at it again", e);
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            throw new OdographException(
                    ErrorCode.TEMPORAL_UNAVAILABLE,
                    "Temporal did not take the cancelling of run \"" + runId + "\": " + e.getMessage()
                            + ". See ./odograph status",
                    e);
        }
        return "It was asked to stop.";
    }

    /** Does without segments of a parked run. */
    String waive(String runId, @Nullable Decision decision) {
        Operator operator = reasoned(decision);
        List<String> segments = Words.names("segments", decision == null ? null : decision.segments());
        return decisions()
                .waive(mine(runId, "waive segments of"), new Waiver(operator.by(), operator.reason(), segments));
    }

    /** Ends a parked run as FAILED. */
    String abort(String runId, @Nullable Decision decision) {
        return decisions().abort(mine(runId, "abort"), reasoned(decision));
    }

    private RunRecord mine(String runId, String what) {
        RunRecord run = ledger().find(runId).orElseThrow(() -> unknown.run(runId));
        callers.caller().requireTeam(run.plan().spec().owner(), what + " run \"" + runId + "\"");
        return run;
    }

    /** What others rely on is an operator's; what is tried or gates a change is its author's. */
    private void requireMine(String runId, Optional<RunRecord> planned, String what) {
        String asked = what + " run \"" + runId + "\"";
        Purpose purpose = planned.map(run -> run.plan().purpose())
                .orElseGet(() -> requests()
                        .find(runId)
                        .orElseThrow(() -> unknown.run(runId))
                        .input()
                        .purpose());
        callers.requirePurpose(purpose, asked);
        callers.caller()
                .requireTeam(planned.map(run -> run.plan().spec().owner()).orElse(null), asked);
    }

    private Operator operator(@Nullable Decision decision) {
        return new Operator(
                callers.signed(decision == null ? null : decision.by()), decision == null ? null : decision.reason());
    }

    private Operator reasoned(@Nullable Decision decision) {
        Operator operator = operator(decision);
        if (operator.reason() == null || operator.reason().isBlank()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "reason is missing: say why, as in {\"reason\": \"camera was dirty\"}");
        }
        return operator;
    }

    private RunRetry decisions() {
        return new RunRetry(stores.temporal().client(), ledger());
    }

    private RunLedger ledger() {
        return new RunLedger(postgres());
    }

    private RunRequests requests() {
        return new RunRequests(postgres());
    }

    private Postgres postgres() {
        return stores.stores().postgres();
    }
}
