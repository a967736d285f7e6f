package dev.odograph.api;

import dev.odograph.worker.Notifications;
import dev.odograph.worker.Role;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Signals by PostgreSQL's NOTIFY, which the transaction sends that ends a run: one connection and one thread for all who
 * wait. Where the connection was lost, all look once after it is back.
 */
@ApplicationScoped
class NotifiedSignals implements RunSignals, Notifications.Listener {
    private static final String CHANNEL = "odograph_run";

    private record Waiter(Consumer<String> changed, Runnable unsure) {}

    private final ApiStores stores;
    private final List<Waiter> waiters = new CopyOnWriteArrayList<>();
    private volatile @Nullable Notifications notifications;

    NotifiedSignals(ApiStores stores) {
        this.stores = stores;
    }

    void start(@Observes StartupEvent event) {
        if (Role.of(System.getenv()).contains(Role.API)) {
            notifications = Notifications.listen(stores.stores().pool(), CHANNEL, this);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Notifications listening = notifications;
        if (listening != null) {
            listening.close();
        }
    }

    @Override
    public void listen(Consumer<String> changed, Runnable unsure) {
        waiters.add(new Waiter(changed, unsure));
    }

    @Override
    public void unsure() {
        waiters.forEach(waiter -> waiter.unsure().run());
    }

    @Override
    public void told(List<String> runIds) {
        runIds.forEach(runId -> waiters.forEach(waiter -> waiter.changed().accept(runId)));
    }
}
