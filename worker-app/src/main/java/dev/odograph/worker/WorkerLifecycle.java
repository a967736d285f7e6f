package dev.odograph.worker;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Starts and ends the worker with the application, where it is one; ready when it polls. */
@Readiness
@ApplicationScoped
public class WorkerLifecycle implements HealthCheck {
    private final Set<Role> roles = Role.of(System.getenv());
    private volatile @Nullable WorkerRuntime runtime;

    void start(@Observes StartupEvent event) {
        if (!roles.contains(Role.WORKER)) {
            return;
        }
        EmbeddedHome opened = home();
        runtime = WorkerRuntime.start(
                Endpoints.load(opened),
                new DataDirectory(opened.directory()),
                WorkerSettings.of(System.getenv()),
                WorkerVersion.of(System.getenv()));
    }

    /** The data directory that this process works with. */
    public static EmbeddedHome home() {
        String home = System.getenv("ODOGRAPH_HOME");
        return EmbeddedHome.open(home == null || home.isBlank() ? EmbeddedHome.defaultDirectory() : Path.of(home));
    }

    void stop(@Observes ShutdownEvent event) {
        WorkerRuntime running = runtime;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public HealthCheckResponse call() {
        WorkerRuntime running = runtime;
        return HealthCheckResponse.named("temporal-worker")
                .status(!roles.contains(Role.WORKER) || (running != null && running.polling()))
                .build();
    }
}
