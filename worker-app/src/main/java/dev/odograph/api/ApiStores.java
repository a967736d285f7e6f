package dev.odograph.api;

import dev.odograph.activity.BundleReferences;
import dev.odograph.embedded.Endpoints;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import dev.odograph.worker.WorkerLifecycle;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The stores that the API works with, through connections of its own. Thread-safe. */
@ApplicationScoped
public class ApiStores {
    private static final int CONNECTIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    private @Nullable Endpoints endpoints;
    private @Nullable Stores stores;
    private @Nullable TemporalConnection temporal;

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

    /** The pushed bundles. */
    BundleRegistry registry() {
        return new BundleRegistry(stores().postgres());
    }

    /** The bundles of this process, which fetches what it lacks. */
    BundleShelf shelf() {
        DataDirectory directory = new DataDirectory(WorkerLifecycle.home().directory());
        return new BundleShelf(directory.bundleStore(), registry()::fetch);
    }

    /** What names of bundles and branches mean. */
    BundleReferences references() {
        return new BundleReferences(shelf(), registry());
    }

    @PreDestroy
    synchronized void close() {
        if (temporal != null) {
            temporal.close();
        }
        if (stores != null) {
            stores.close();
        }
    }
}
