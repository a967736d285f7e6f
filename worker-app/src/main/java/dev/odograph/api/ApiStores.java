package dev.odograph.api;

import dev.odograph.activity.BundleReferences;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.OpenStores;
import dev.odograph.worker.WorkerLifecycle;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The stores that the API works with, through connections of its own. Thread-safe. */
@ApplicationScoped
public class ApiStores extends OpenStores {
    /** Two of them listen. */
    private static final int CONNECTIONS = 9;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public ApiStores() {
        super(CONNECTIONS, PATIENCE);
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
    void close() {
        disconnect();
    }
}
