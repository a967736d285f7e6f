package dev.odograph.worker;

import dev.odograph.embedded.Endpoints;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connections of one part of a process to the servers, each made when it is first asked for. Thread-safe. */
public abstract class OpenStores {
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    private final int connections;
    private final Duration patience;
    private @Nullable Endpoints endpoints;
    private @Nullable Stores stores;
    private @Nullable TemporalConnection temporal;

    /**
     * Connections that are not made yet.
     *
     * @param connections how many to PostgreSQL at most
     * @param patience how long to wait for one of them
     */
    protected OpenStores(int connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** Where the servers are. */
    public synchronized Endpoints endpoints() {
        Endpoints known = endpoints;
        if (known == null) {
            known = Endpoints.load(WorkerLifecycle.home());
            endpoints = known;
        }
        return known;
    }

    /** PostgreSQL and ClickHouse. */
    public synchronized Stores stores() {
        Stores open = stores;
        if (open == null) {
            open = Stores.open(endpoints(), connections, patience, VALIDATION);
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

    /** Ends them. */
    protected synchronized void disconnect() {
        if (temporal != null) {
            temporal.close();
        }
        if (stores != null) {
            stores.close();
        }
    }
}
