package dev.odograph.event;

import static dev.odograph.schema.postgres.generated.Tables.EVENT;
import static dev.odograph.schema.postgres.generated.Tables.WEBHOOK;
import static dev.odograph.schema.postgres.generated.Tables.WEBHOOK_DELIVERY;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Sql;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The webhooks that people made, and what was delivered to them. Thread-safe. */
public final class WebhookBook {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final String LIST = Sql.resource(WebhookBook.class, "list_webhooks.sql");

    private final Postgres postgres;

    /** The webhooks of that ledger. */
    public WebhookBook(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Makes a webhook, which gets events from now on.
     *
     * @param name letters, digits, {@code _} and {@code -}, beginning with a letter
     * @param url http or https
     * @return its secret, which is shown only now
     * @throws OdographException NAME_INVALID, ARGUMENT_INVALID
     */
    public String add(String name, String url, EventFilter filter, String by) {
        return add(name, url, WebhookTemplate.CLOUDEVENTS, filter, null, by);
    }

    /**
     * Makes a webhook that writes events for a receiver, as {@link #add(String, String, EventFilter, String)}.
     *
     * @param routingKey the key of PagerDuty's integration; null of others
     * @return its secret; empty where the receiver checks none
     */
    public String add(
            String name,
            String url,
            WebhookTemplate template,
            EventFilter filter,
            @Nullable String routingKey,
            String by) {
        if (template.isForAlerts() && !WebhookTemplate.ALERTS.containsAll(filter.types())) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Template " + template.word() + " can say only what alerts say: leave the types out, or give"
                            + " alert.opened, alert.resolved");
        }
        if ((template == WebhookTemplate.PAGERDUTY) == (routingKey == null || routingKey.isBlank())) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    template == WebhookTemplate.PAGERDUTY
                            ? "Template pagerduty needs the routing key of an integration of PagerDuty's Events API v2"
                            : "A routing key is for template pagerduty, and this one is " + template.word());
        }
        if (!NAME.matcher(name).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Webhook name \"" + name
                            + "\" is not valid: begin with a letter and use small letters, digits, '_', '-',"
                            + " at most 63 characters");
        }
        String target = checked(url);
        String secret = routingKey == null ? Signature.newSecret() : routingKey.strip();
        Set<String> types = template.isForAlerts() ? WebhookTemplate.ALERTS : filter.types();
        int added = postgres.transact(
                "adding webhook \"" + name + "\"",
                tx -> tx.insertInto(WEBHOOK)
                        .set(WEBHOOK.NAME, name)
                        .set(WEBHOOK.URL, target)
                        .set(WEBHOOK.SECRET, secret)
                        .set(WEBHOOK.TEMPLATE, template.word())
                        .set(WEBHOOK.TYPES, types.toArray(String[]::new))
                        .set(WEBHOOK.GRAPH, filter.graph())
                        .set(WEBHOOK.OWNER, filter.owner())
                        .set(WEBHOOK.POSITION, new EventLog(postgres).last())
                        .set(WEBHOOK.CREATED_BY, by)
                        .onConflictDoNothing()
                        .execute());
        if (added == 0) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "There is a webhook \"" + name + "\": choose another name, or remove it first");
        }
        return template == WebhookTemplate.CLOUDEVENTS ? secret : "";
    }

    private static String checked(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw invalid(url);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw invalid(url);
        }
        return url;
    }

    private static OdographException invalid(String url) {
        return new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                "\"" + url + "\" is no address for a webhook: give http or https, a host and no password, such as"
                        + " https://ci.example.com/odograph");
    }

    /** All of them, by name. */
    public List<Webhook> list() {
        return postgres.query("listing webhooks", db -> db.resultQuery(LIST).fetch(WebhookBook::webhook));
    }

    private static Webhook webhook(Record row) {
        return new Webhook(
                row.get("name", String.class),
                row.get("url", String.class),
                WebhookTemplate.parse(row.get("template", String.class)),
                new EventFilter(
                        Set.of(row.get("types", String[].class)),
                        null,
                        row.get("graph", String.class),
                        row.get("owner", String.class)),
                row.get("paused", Boolean.class),
                row.get("pending", Long.class),
                row.get("dead", Long.class),
                row.get("last_error", String.class),
                row.get("created_by", String.class),
                row.get("created_at", OffsetDateTime.class).toInstant());
    }

    /**
     * Deletes a webhook and its deliveries.
     *
     * @throws OdographException WEBHOOK_NOT_FOUND
     */
    public void remove(String name) {
        require(
                name,
                postgres.transact(
                        "removing webhook \"" + name + "\"",
                        tx -> tx.deleteFrom(WEBHOOK)
                                .where(WEBHOOK.NAME.eq(name))
                                .execute()));
    }

    /**
     * Stops or resumes sending; events go on becoming deliveries.
     *
     * @throws OdographException WEBHOOK_NOT_FOUND
     */
    public void pause(String name, boolean paused) {
        require(
                name,
                postgres.transact(
                        "pausing webhook \"" + name + "\"",
                        tx -> tx.update(WEBHOOK)
                                .set(WEBHOOK.PAUSED, paused)
                                .where(WEBHOOK.NAME.eq(name))
                                .execute()));
    }

    /**
     * Deliveries of a webhook, the newest first.
     *
     * @param state only these; null for all
     * @throws OdographException WEBHOOK_NOT_FOUND
     */
    public List<Delivery> deliveries(String name, Delivery.@Nullable State state, int limit) {
        return postgres.query("listing deliveries of webhook \"" + name + "\"", db -> {
            require(name, db.fetchCount(WEBHOOK, WEBHOOK.NAME.eq(name)));
            return db.select(WEBHOOK_DELIVERY.asterisk(), EVENT.TYPE)
                    .from(WEBHOOK_DELIVERY)
                    .leftJoin(EVENT)
                    .on(EVENT.POSITION.eq(WEBHOOK_DELIVERY.POSITION))
                    .where(WEBHOOK_DELIVERY.WEBHOOK.eq(name))
                    .and(state == null ? noCondition() : WEBHOOK_DELIVERY.STATE.eq(state.name()))
                    .orderBy(WEBHOOK_DELIVERY.POSITION.desc())
                    .limit(limit)
                    .fetch(WebhookBook::delivery);
        });
    }

    private static Delivery delivery(Record row) {
        OffsetDateTime delivered = row.get(WEBHOOK_DELIVERY.DELIVERED_AT);
        return new Delivery(
                row.get(WEBHOOK_DELIVERY.POSITION),
                row.get(EVENT.TYPE),
                row.get(WEBHOOK_DELIVERY.SUBJECT),
                Delivery.State.valueOf(row.get(WEBHOOK_DELIVERY.STATE)),
                row.get(WEBHOOK_DELIVERY.ATTEMPTS),
                row.get(WEBHOOK_DELIVERY.STATUS),
                row.get(WEBHOOK_DELIVERY.ERROR),
                row.get(WEBHOOK_DELIVERY.DUE_AT).toInstant(),
                delivered == null ? null : delivered.toInstant());
    }

    /**
     * Sends again: one delivery, whatever became of it, or all that were given up.
     *
     * @param position the event's place; null for all that are DEAD
     * @return how many are pending again
     * @throws OdographException WEBHOOK_NOT_FOUND; ARGUMENT_INVALID where it has no such delivery
     */
    public int replay(String name, @Nullable Long position) {
        int again = postgres.transact("replaying deliveries of webhook \"" + name + "\"", tx -> {
            require(name, tx.fetchCount(WEBHOOK, WEBHOOK.NAME.eq(name)));
            return tx.update(WEBHOOK_DELIVERY)
                    .set(WEBHOOK_DELIVERY.STATE, Delivery.State.PENDING.name())
                    .set(WEBHOOK_DELIVERY.ATTEMPTS, 0)
                    .set(WEBHOOK_DELIVERY.DUE_AT, currentOffsetDateTime())
                    .where(WEBHOOK_DELIVERY.WEBHOOK.eq(name))
                    .and(
                            position == null
                                    ? WEBHOOK_DELIVERY.STATE.eq(Delivery.State.DEAD.name())
                                    : WEBHOOK_DELIVERY.POSITION.eq(position))
                    .execute();
        });
        if (position != null && again == 0) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Webhook \"" + name + "\" has no delivery of event " + position
                            + ": ./odograph webhooks deliveries " + name + " lists those it has");
        }
        return again;
    }

    private static void require(String name, int found) {
        if (found == 0) {
            throw notFound(name);
        }
    }

    /** The error for a name that no webhook has. */
    public static OdographException notFound(String name) {
        return new OdographException(
                ErrorCode.WEBHOOK_NOT_FOUND,
                "There is no webhook \"" + name + "\": ./odograph webhooks list shows those that are");
    }
}
