package dev.odograph.regression;

import dev.odograph.contract.RegressionInput;
import dev.odograph.contract.RegressionOutcome;
import dev.odograph.contract.RegressionRun;
import dev.odograph.contract.TaskQueues;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts regression runs. */
public final class RegressionStart {
    /** How long a superseded run has to cancel its steps before it is terminated. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TRIES = 5;
    private static final int LONGEST_KEY = 300;

    private RegressionStart() {}

    /**
     * The workflow id of all regression runs of a graph and a key, of which one is under way at a time.
     *
     * @throws OdographException NAME_INVALID
     */
    public static String id(String graph, String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY || key.chars().anyMatch(Character::isISOControl)) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Key \"" + key + "\" is not valid: give 1 to " + LONGEST_KEY + " visible characters, such as"
                            + " car_following/my-branch");
        }
        return "ci:" + graph + ":" + key;
    }

    /**
     * Starts a regression run.
     *
     * @param id its workflow id
     * @param supersede whether one of the same id that is under way is cancelled first; otherwise it is an error
     * @return the execution that was started
     * @throws OdographException RUN_ID_REUSED, TEMPORAL_UNAVAILABLE
     */
    public static WorkflowExecution start(WorkflowClient client, String id, RegressionInput input, boolean supersede) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(client, id, input);
            } catch (WorkflowExecutionAlreadyStarted there) {
                if (!supersede || attempt == TRIES) {
                    throw new OdographException(
                            ErrorCode.RUN_ID_REUSED,
                            "Regression run \"" + id + "\" is under way: wait for it, or give another --supersede key",
                            there);
                }
                end(client.newUntypedWorkflowStub(id));
            } catch (WorkflowException | io.grpc.StatusRuntimeException e) {
                throw new OdographException(
                        ErrorCode.TEMPORAL_UNAVAILABLE,
                        "Temporal did not accept regression run \"" + id + "\": " + e.getMessage()
                                + ". See ./odograph status",
                        e);
            }
        }
    }

    private static WorkflowExecution start(WorkflowClient client, String id, RegressionInput input) {
        RegressionRun run = client.newWorkflowStub(
                RegressionRun.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setTaskQueue(TaskQueues.RUNS)
                        .setStaticSummary("Regression of " + input.head().graph() + " on "
                                + input.head().dataset())
                        .build());
        return WorkflowClient.start(run::run, input);
    }

    /** Cancels a run and waits until it is closed; what does not heed that is terminated. */
    private static void end(WorkflowStub run) {
        try {
            run.cancel("superseded by a newer regression run");
            var unused = run.getResult(PATIENCE.toSeconds(), TimeUnit.SECONDS, RegressionOutcome.class);
        } catch (WorkflowNotFoundException | WorkflowFailedException ended) {
            // It has ended, one way or another.
            return;
        } catch (TimeoutException e) {
            run.terminate("superseded by a newer regression run, and not cancelled within " + PATIENCE);
        }
    }
}
