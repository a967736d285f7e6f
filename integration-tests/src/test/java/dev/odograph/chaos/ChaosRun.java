package dev.odograph.chaos;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One run of the graph, as an operator handles it: where it fails, it is started again as it was. */
final class ChaosRun {
    private static final int RESTARTS = 20;
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_NANOS = 50_000_000;

    private final ChaosStack stack;
    private final String runId;
    private final RunInput input;
    private final Consumer<String> log;
    private int restarts;

    /** A run whose keys no other round has. */
    ChaosRun(ChaosStack stack, String runId, int round, Consumer<String> log) {
        this.stack = stack;
        this.runId = runId;
        this.log = log;
        this.input = new RunInput(
                ChaosStack.GRAPH,
                null,
                stack.bundle,
                ChaosStack.DATASET,
                Map.of("round", round, "gate", stack.gate.toString()),
                Purpose.ADHOC,
                null,
                ChaosStack.TARGET_ROWS);
    }

    String runId() {
        return runId;
    }

    /** How often it failed and was started again. */
    int restarts() {
        return restarts;
    }

    /** Starts it, as often as it takes until Temporal has answered. */
    void start() {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        while (!startOnce(System.nanoTime() > end)) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean startOnce(boolean last) {
        try {
            stack.temporal
                    .client()
                    .newUntypedWorkflowStub(
                            "MetricGraphRun",
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId(runId)
                                    .setTaskQueue(TaskQueues.RUNS)
                                    .build())
                    .start(input);
            return true;
        } catch (WorkflowExecutionAlreadyStarted e) {
            return true; // The answer to the try before was lost.
        } catch (WorkflowServiceException e) {
            if (last) {
                throw e;
            }
            return false; // Temporal is being killed, or busy.
        }
    }

    /** Whether it has succeeded; a failed one is started again here. */
    boolean succeeded() {
        WorkflowExecutionStatus status;
        try {
            WorkflowStub stub = stack.temporal.client().newUntypedWorkflowStub(runId);
            status = stub.describe().getStatus();
            if (status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED) {
                log.accept("run " + runId + " failed and is started again: " + reason(stub));
                if (++restarts > RESTARTS) {
                    throw new AssertionError("run " + runId + " failed " + restarts + " times");
                }
                start();
            }
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            return false; // Temporal is being killed.
        }
        return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
    }

    /** Whether it has succeeded; nothing is done about one that failed. */
    boolean completed() {
        try {
            return stack.temporal
                            .client()
                            .newUntypedWorkflowStub(runId)
                            .describe()
                            .getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            return false; // Temporal is being killed.
        }
    }

    void awaitSuccess(long deadlineNanos) {
        while (!succeeded()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError("run " + runId + " did not end in time");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static String reason(WorkflowStub stub) {
        try {
            return String.valueOf(stub.getResult(Object.class));
        } catch (WorkflowException e) {
            return String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
        }
    }
}
