package dev.odograph.worker;

import dev.odograph.event.CourierSettings;
import dev.odograph.event.EventFeed;
import dev.odograph.event.EventLog;
import dev.odograph.event.KafkaSettings;
import dev.odograph.event.WebhookCourier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives events their places and sends them to webhooks and to Kafka, as soon as PostgreSQL says that there are some. */
final class EventDuty implements AutoCloseable {
    private static final Duration KEEP = Duration.ofDays(30);
    private static final int MANY = 1_000;

    private final EventLog events;
    private final WebhookCourier courier;
    private final @Nullable EventFeed feed;
    private final Notifications notifications;

    private EventDuty(Stores stores, CourierSettings settings, Optional<KafkaSettings> kafka) {
        this.events = new EventLog(stores.postgres());
        this.courier = new WebhookCourier(stores.postgres(), settings);
        this.feed = kafka.isPresent() ? EventFeed.start(stores.postgres(), kafka.get()) : null;
        this.notifications = Notifications.listen(stores.pool(), EventLog.WRITTEN, this::work);
    }

    static EventDuty start(Stores stores, Map<String, String> environment, Optional<KafkaSettings> kafka) {
        return new EventDuty(
                stores, CourierSettings.usual(!"refuse".equals(environment.get("ODOGRAPH_WEBHOOK_PRIVATE"))), kafka);
    }

    private void work() {
        while (events.place() >= MANY) {
            // More may have been committed than one statement places.
        }
        if (feed != null) {
            feed.wake();
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
        if (feed != null) {
            feed.close();
        }
    }
}
