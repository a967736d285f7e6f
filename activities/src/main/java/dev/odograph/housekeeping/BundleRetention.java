package dev.odograph.housekeeping;

import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.store.lineage.BundleRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Deletes bundles that no branch and no run refers to. PostgreSQL forgets first; the disk follows. What a shelf holds of
 * bundles that were never pushed goes by the same rule. Thread-safe.
 */
public final class BundleRetention {
    private final BundleRegistry registry;
    private final BundleShelf shelf;
    private final Duration keepUnreferenced;

    /** Retention that spares what was used within that time: a run may be about to name it. */
    public BundleRetention(BundleRegistry registry, BundleShelf shelf, Duration keepUnreferenced) {
        this.registry = registry;
        this.shelf = shelf;
        this.keepUnreferenced = keepUnreferenced;
    }

    /** Deletes what may go; returns how many bundles went. */
    public int run() {
        List<String> deleted = registry.deleteUnreferenced(keepUnreferenced);
        Set<String> unknown = registry.unknown(shelf.heldFor(keepUnreferenced));
        deleted.forEach(shelf::drop);
        unknown.forEach(shelf::drop);
        return (int) deleted.stream()
                        .filter(digest -> !unknown.contains(digest))
                        .count()
                + unknown.size();
    }
}
