package dev.odograph.worker;

import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.TaskQueues;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Starts the workflow of a run, whoever asks for it. */
public final class RunStart {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}");
    private static final int LONGEST_NAMED = 150;
    /** So many that starts of one second never meet. */
    private static final long IDS = 36L * 36 * 36 * 36 * 36 * 36 * 36 * 36;

    private RunStart() {}

    /** Starts a run, or a new pass of a run that ended. */
    public static void start(WorkflowClient client, String id, RunInput input) {
        try {
            start(client, id, input, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
        } catch (WorkflowExecutionAlreadyStarted e) {
            throw new OdographException(
                    ErrorCode.RUN_ID_REUSED,
                    "Run \"" + id + "\" is under way: watch it with ./odograph runs watch " + id,
                    e);
        }
    }

    /** Starts a run that may have been started before; where it was and did not fail, this does nothing. */
    public static void startOnce(WorkflowClient client, String id, RunInput input) {
        try {
            start(client, id, input, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY);
        } catch (WorkflowExecutionAlreadyStarted itWas) {
            // An earlier start was recorded by Temporal and by nobody else.
            return;
        }
    }

    private static void start(WorkflowClient client, String id, RunInput input, WorkflowIdReusePolicy reuse) {
        MetricGraphRun run = client.newWorkflowStub(
                MetricGraphRun.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setWorkflowIdReusePolicy(reuse)
                        .setTaskQueue(TaskQueues.RUNS)
                        .setStaticSummary(input.graph() + " on " + input.dataset())
                        .setStaticDetails("Metric graph `" + input.graph() + "` on dataset `" + input.dataset()
                                + "`, purpose " + input.purpose() + ". Each activity is one stage for one partition.")
                        .build());
        try {
            WorkflowClient.start(run::run, input, null);
        } catch (WorkflowServiceException | io.grpc.StatusRuntimeException e) {
            throw new OdographException(
                    ErrorCode.TEMPORAL_UNAVAILABLE,
                    "Temporal did not accept run \"" + id + "\": " + e.getMessage() + ". See ./odograph status",
                    e);
        }
    }

    /**
     * Refuses what is no run's id.
     *
     * @throws OdographException NAME_INVALID
     */
    public static void requireId(String runId) {
        if (!RUN_ID.matcher(runId).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Run id \"" + runId
                            + "\" is not valid: begin with a letter or digit and use letters, digits,"
                            + " '_', '.', ':', '-', at most 200 characters");
        }
    }

    /** A run id that says what it is. */
    public static String newId(String graph, String dataset) {
        String random = Long.toString(new SecureRandom().nextLong(IDS), 36);
        String plain = dataset.replaceAll("[^A-Za-z0-9_.-]", "-");
        String name = graph + "-" + plain;
        return name.substring(0, Math.min(LONGEST_NAMED, name.length())) + "-" + STAMP.format(Instant.now()) + "-"
                + random;
    }
}
