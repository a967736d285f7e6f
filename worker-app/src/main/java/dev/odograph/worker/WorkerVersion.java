package dev.odograph.worker;

import static java.util.Objects.requireNonNull;

import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.WorkerDeploymentOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which code a worker brings to workflows, in the terms of Temporal's Worker Deployment Versioning. Activities are not
 * versioned: any worker executes any.
 *
 * @param buildId names the application's content
 * @param takesOver whether the worker makes itself the current version when it starts; else an operator does
 */
public record WorkerVersion(String buildId, boolean takesOver) {
    /** Name of the deployment that all workers belong to. */
    public static final String DEPLOYMENT = "odograph";

    public WorkerVersion {
        requireNonNull(buildId, "buildId is null");
    }

    /**
     * The version that an environment describes. With the embedded Temporal it is ODOGRAPH_BUILD_ID, else the name of the
     * application's directory, which its content makes, and takes over by itself. With a Temporal of your own there is one
     * where ODOGRAPH_BUILD_ID names it, and it waits to be made current.
     */
    public static Optional<WorkerVersion> of(Map<String, String> environment) {
        boolean embedded =
                environment.getOrDefault("ODOGRAPH_TEMPORAL_ADDRESS", "").isBlank();
        String named = environment.getOrDefault("ODOGRAPH_BUILD_ID", "").strip();
        if (!named.isEmpty()) {
            return Optional.of(new WorkerVersion(named, embedded));
        }
        String application = environment.getOrDefault("ODOGRAPH_APP", "");
        Path name = application.isBlank() ? null : Path.of(application).getFileName();
        return embedded && name != null ? Optional.of(new WorkerVersion(name.toString(), true)) : Optional.empty();
    }

    /** A run moves to the current version with its next workflow task, so that no run needs an older worker to live. */
    WorkerDeploymentOptions options() {
        return WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(DEPLOYMENT, buildId))
                .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                .build();
    }
}
