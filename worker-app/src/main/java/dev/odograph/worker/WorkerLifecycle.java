package dev.odograph.worker;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Starts and ends the worker with the application; ready when it polls. */
@Readiness
@ApplicationScoped
public class WorkerLifecycle implements HealthCheck {
    private volatile @Nullable WorkerRuntime runtime;

    void start(@Observes StartupEvent event) {
        String home = System.getenv("ODOGRAPH_HOME");
        EmbeddedHome opened =
                EmbeddedHome.open(home == null || home.isBlank() ? EmbeddedHome.defaultDirectory() : Path.of(home));
        runtime = WorkerRuntime.start(
                Endpoints.load(opened),
                new DataDirectory(opened.directory()),
                WorkerSettings.of(System.getenv()),
                WorkerVersion.of(System.getenv()));
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
                .status(running != null && running.polling())
                .build();
    }
}
