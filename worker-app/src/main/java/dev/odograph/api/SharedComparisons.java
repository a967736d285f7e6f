package dev.odograph.api;

import dev.odograph.query.ComparisonDesk;
import dev.odograph.query.Comparisons;
import dev.odograph.worker.Stores;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/** The comparisons that programs and readers of pages ask for: one desk for both, so that a machine has one limit. */
@ApplicationScoped
public class SharedComparisons {
    private final ComparisonDesk desk;

    SharedComparisons(ApiStores stores) {
        this.desk = new ComparisonDesk(() -> {
            Stores held = stores.stores();
            return new Comparisons(held.postgres(), held.datasets(), held.clickhouse());
        });
    }

    /** The desk. */
    public ComparisonDesk desk() {
        return desk;
    }

    @PreDestroy
    void close() {
        desk.close();
    }
}
