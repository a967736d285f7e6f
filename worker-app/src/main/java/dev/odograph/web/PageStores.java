package dev.odograph.web;

import dev.odograph.embedded.Endpoints;
import dev.odograph.query.Executions;
import dev.odograph.query.RunDetails;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import dev.odograph.worker.WorkerLifecycle;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The stores that pages read, through connections of their own: a page gives up soon where a worker waits, so that a
 * store that is down makes an error page and not a blank one. Thread-safe.
 */
@ApplicationScoped
public class PageStores {
    private static final int CONNECTIONS = 6;
    private static final Duration PATIENCE = Duration.ofMillis(1_200);
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    private @Nullable Endpoints endpoints;
    private @Nullable Stores stores;
    private @Nullable TemporalConnection temporal;
    private @Nullable RunDetails runs;
    private final ExecutorService behind = Executors.newVirtualThreadPerTaskExecutor();

    /** Where the servers are. */
    public synchronized Endpoints endpoints() {
        Endpoints known = endpoints;
        if (known == null) {
            known = Endpoints.load(WorkerLifecycle.home());
            endpoints = known;
        }
        return known;
    }

    /** The stores; for reading only. */
    public synchronized Stores stores() {
        Stores open = stores;
        if (open == null) {
            open = Stores.open(endpoints(), CONNECTIONS, PATIENCE, VALIDATION);
            stores = open;
        }
        return open;
    }

    /** Temporal; connects when something is first asked. */
    public synchronized TemporalConnection temporal() {
        TemporalConnection open = temporal;
        if (open == null) {
            open = TemporalConnection.open(endpoints());
            temporal = open;
        }
        return open;
    }

    /** What is known of runs. */
    public synchronized RunDetails runs() {
        RunDetails reader = runs;
        if (reader == null) {
            reader = new RunDetails(
                    stores().postgres(), new Executions(temporal().client()), behind);
            runs = reader;
        }
        return reader;
    }

    @PreDestroy
    synchronized void close() {
        behind.shutdownNow();
        if (temporal != null) {
            temporal.close();
        }
        if (stores != null) {
            stores.close();
        }
    }
}
