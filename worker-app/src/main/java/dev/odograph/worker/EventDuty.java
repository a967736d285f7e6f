package dev.odograph.worker;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
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
    private static final Duration KEEP_PENDING = Duration.ofDays(90);
    private static final int MANY = 1_000;
    private static final String ALLOW = "allow";
    private static final String REFUSE = "refuse";

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
        return new EventDuty(stores, CourierSettings.usual(allowsPrivate(environment)), kafka);
    }

    /**
     * Whether webhooks may go to addresses of this machine and of private networks: where only this machine reaches the
     * server, unless ODOGRAPH_WEBHOOK_PRIVATE says otherwise.
     *
     * @throws OdographException ARGUMENT_INVALID where that is no word that is known
     */
    static boolean allowsPrivate(Map<String, String> environment) {
        boolean local = Loopback.is(environment.getOrDefault("QUARKUS_HTTP_HOST", "127.0.0.1"));
        String word = environment.getOrDefault("ODOGRAPH_WEBHOOK_PRIVATE", local ? ALLOW : REFUSE);
        if (!word.equals(ALLOW) && !word.equals(REFUSE)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "ODOGRAPH_WEBHOOK_PRIVATE is \"" + word + "\": set it to allow or refuse");
        }
        return word.equals(ALLOW);
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
        int unused = events.deleteOlderThan(KEEP, KEEP_PENDING);
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
