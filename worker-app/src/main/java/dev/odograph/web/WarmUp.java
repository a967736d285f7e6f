package dev.odograph.web;

import dev.odograph.query.Overview;
import dev.odograph.query.OverviewFilter;
import dev.odograph.query.Overviews;
import dev.odograph.worker.Role;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the overview and the newest run once before anyone asks, so that the first reader need not wait for classes. */
@ApplicationScoped
public class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int TRIES = 30;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PageStores stores;

    WarmUp(PageStores stores) {
        this.stores = stores;
    }

    void start(@Observes StartupEvent event) {
        if (Role.of(System.getenv()).contains(Role.WEB)) {
            Thread.ofPlatform().daemon().name("odograph-warm-up").start(this::warm);
        }
    }

    private void warm() {
        for (int i = 0; i < TRIES; i++) {
            try {
                Overview overview = new Overviews(stores.stores().postgres()).load(OverviewFilter.ALL);
                for (Overview.Run run : overview.runs().stream().limit(1).toList()) {
                    var unused = stores.runs().find(run.runId(), null, null);
                }
                return;
            } catch (RuntimeException notYet) {
                // The stores of a stack that starts for the first time have no tables yet.
                LOG.debug("not warm yet", notYet);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
