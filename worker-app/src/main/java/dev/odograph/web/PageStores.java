package dev.odograph.web;

import dev.odograph.embedded.Endpoints;
import dev.odograph.worker.Stores;
import dev.odograph.worker.WorkerLifecycle;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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

    @PreDestroy
    synchronized void close() {
        if (stores != null) {
            stores.close();
        }
    }
}
