package dev.odograph.worker;

import dev.odograph.event.CourierSettings;
import dev.odograph.event.EventLog;
import dev.odograph.event.WebhookCourier;
import java.time.Duration;
import java.util.Map;

/** Gives events their places and sends them to webhooks, as soon as PostgreSQL says that there are some. */
final class EventDuty implements AutoCloseable {
    private static final Duration KEEP = Duration.ofDays(30);
    private static final int MANY = 1_000;

    private final EventLog events;
    private final WebhookCourier courier;
    private final Notifications notifications;

    private EventDuty(Stores stores, CourierSettings settings) {
        this.events = new EventLog(stores.postgres());
        this.courier = new WebhookCourier(stores.postgres(), settings);
        this.notifications = Notifications.listen(stores.pool(), EventLog.WRITTEN, this::work);
    }

    static EventDuty start(Stores stores, Map<String, String> environment) {
        return new EventDuty(
                stores, CourierSettings.usual(!"refuse".equals(environment.get("ODOGRAPH_WEBHOOK_PRIVATE"))));
    }

    private void work() {
        while (events.place() >= MANY) {
            // More may have been committed than one statement places.
        }
        courier.deliver();
    }

    /** Deletes events that nobody waits for. */
    void retain() {
        int unused = events.deleteOlderThan(KEEP);
    }

    @Override
    public void close() {
        notifications.close();
        courier.close();
    }
}
