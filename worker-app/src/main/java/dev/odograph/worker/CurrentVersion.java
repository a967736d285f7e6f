package dev.odograph.worker;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Makes a worker's version the one that new runs start on and runs under way move to. */
final class CurrentVersion {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** What Temporal answers until the worker's first poll has registered the version. */
    private static final Set<Status.Code> NOT_YET =
            Set.of(Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION, Status.Code.UNAVAILABLE);

    private CurrentVersion() {}

    /**
     * Returns when Temporal has taken the version over.
     *
     * @param buildId the version; empty for workers without one
     * @throws OdographException TEMPORAL_UNAVAILABLE where it does not in a minute
     */
    static void set(WorkflowClient client, String buildId) {
        SetWorkerDeploymentCurrentVersionRequest request = SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setDeploymentName(WorkerVersion.DEPLOYMENT)
                .setBuildId(buildId)
                .setIdentity(client.getOptions().getIdentity())
                .build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var unused = client.getWorkflowServiceStubs().blockingStub().setWorkerDeploymentCurrentVersion(request);
                return;
            } catch (StatusRuntimeException e) {
                if (!NOT_YET.contains(e.getStatus().getCode()) || System.nanoTime() > end) {
                    throw new OdographException(
                            ErrorCode.TEMPORAL_UNAVAILABLE,
                            "Temporal did not make worker version \"" + buildId + "\" current: " + e.getMessage()
                                    + ". Start the worker again; if it stays so: temporal worker deployment"
                                    + " set-current-version --deployment-name " + WorkerVersion.DEPLOYMENT
                                    + " --build-id " + buildId,
                            e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
