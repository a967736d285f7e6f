package dev.odograph.api;

import dev.odograph.error.OdographException;
import dev.odograph.query.Executions;
import dev.odograph.query.RunDetails;
import jakarta.enterprise.context.ApplicationScoped;

/** The error for an id that is no run's, with near ones. */
@ApplicationScoped
class UnknownRun {
    private final ApiStores stores;

    UnknownRun(ApiStores stores) {
        this.stores = stores;
    }

    OdographException run(String runId) {
        return new RunDetails(
                        stores.stores().postgres(),
                        new Executions(stores.temporal().client()),
                        Runnable::run)
                .unknown(runId);
    }
}
