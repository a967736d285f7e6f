package dev.odograph.event;

import static dev.odograph.schema.postgres.generated.Tables.WEBHOOK;
import static dev.odograph.schema.postgres.generated.Tables.WEBHOOK_DELIVERY;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.val;

import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Sql;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.JSONB;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to webhooks, each at least once; those of one run in order, each after the one before it was taken or given
 * up. A webhook that answers slowly holds up no other. Several processes may send at once. Thread-safe.
 */
public final class WebhookCourier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookCourier.class);
    /** Deliveries to one webhook under way at once in this process. */
    private static final int AT_ONCE = 4;
    /** Beyond the answer's time, after which another process may think that this one died. */
    private static final int LEASE_S = 30;

    private static final String FAN_OUT = Sql.resource(WebhookCourier.class, "fan_out.sql");
    private static final String TAKE = Sql.resource(WebhookCourier.class, "take_deliveries.sql");

    private record Parcel(
            long deliveryId, int attempt, String url, String secret, WebhookTemplate template, Event event) {}

    private final Postgres postgres;
    private final CourierSettings settings;
    private final WebhookPost post;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A courier of that ledger. */
    public WebhookCourier(Postgres postgres, CourierSettings settings) {
        this.postgres = postgres;
        this.settings = settings;
        this.post = new WebhookPost(settings);
    }

    /** Sends what is due, and returns before it has been taken. Called again and again. */
    public void deliver() {
        postgres.transact("handing events to webhooks", tx -> tx.execute(FAN_OUT));
        postgres.query(
                        "listing webhooks",
                        db -> db.select(WEBHOOK.NAME)
                                .from(WEBHOOK)
                                .where(WEBHOOK.PAUSED.isFalse())
                                .fetch(WEBHOOK.NAME))
                .forEach(this::deliver);
    }

    private void deliver(String webhook) {
        AtomicInteger busy = underWay.computeIfAbsent(webhook, name -> new AtomicInteger());
        int free = AT_ONCE - busy.get();
        if (free <= 0) {
            return;
        }
        List<Parcel> parcels = postgres.transact(
                "taking deliveries of webhook \"" + webhook + "\"",
                tx -> tx.resultQuery(
                                TAKE,
                                val(webhook),
                                val(free),
                                val(settings.timeout().toSeconds() + LEASE_S))
                        .fetch(WebhookCourier::parcel));
        for (Parcel parcel : parcels) {
            busy.incrementAndGet();
            threads.execute(() -> {
                try {
                    settle(parcel, post.send(parcel.url(), parcel.secret(), parcel.template(), parcel.event()));
                } catch (RuntimeException e) {
                    // The lease runs out, and it is sent again.
                    LOG.warn(
                            "What became of event {} at webhook {} is not known",
                            parcel.event().position(),
                            webhook,
                            e);
                } finally {
                    busy.decrementAndGet();
                }
                again(webhook);
            });
        }
    }

    /** What waited for this delivery need not wait for the clock. */
    private void again(String webhook) {
        try {
            deliver(webhook);
        } catch (RuntimeException e) {
            LOG.debug("Deliveries of webhook {} wait for the clock", webhook, e);
        }
    }

    private static Parcel parcel(Record row) {
        return new Parcel(
                row.get("delivery_id", Long.class),
                row.get("attempts", Integer.class),
                row.get("url", String.class),
                row.get("secret", String.class),
                WebhookTemplate.parse(row.get("template", String.class)),
                new Event(
                        row.get("position", Long.class),
                        row.get("type", String.class),
                        row.get("subject", String.class),
                        row.get("graph", String.class),
                        row.get("owner", String.class),
                        row.get("data", JSONB.class).data(),
                        row.get("occurred_at", OffsetDateTime.class).toInstant()));
    }

    private void settle(Parcel parcel, WebhookPost.Outcome outcome) {
        OffsetDateTime never = null;
        boolean taken = outcome.error() == null;
        Delivery.State state = taken
                ? Delivery.State.DELIVERED
                : parcel.attempt() < settings.attempts() ? Delivery.State.PENDING : Delivery.State.DEAD;
        long pauseMs = settings.pause(
                        parcel.attempt(), ThreadLocalRandom.current().nextDouble())
                .toMillis();
        postgres.transact(
                "settling the delivery of event " + parcel.event().position(),
                tx -> tx.update(WEBHOOK_DELIVERY)
                        .set(WEBHOOK_DELIVERY.STATE, state.name())
                        .set(WEBHOOK_DELIVERY.STATUS, outcome.status())
                        .set(WEBHOOK_DELIVERY.ERROR, outcome.error())
                        .set(WEBHOOK_DELIVERY.DUE_AT, OffsetDateTime.now().plusNanos(pauseMs * 1_000_000))
                        .set(
                                WEBHOOK_DELIVERY.DELIVERED_AT,
                                taken ? currentOffsetDateTime() : val(never, WEBHOOK_DELIVERY.DELIVERED_AT))
                        .where(WEBHOOK_DELIVERY.DELIVERY_ID.eq(parcel.deliveryId()))
                        .and(WEBHOOK_DELIVERY.ATTEMPTS.eq(parcel.attempt()))
                        .execute());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
