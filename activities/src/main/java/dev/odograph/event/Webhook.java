package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place that events are sent to.
 *
 * @param name its name
 * @param url where events are posted
 * @param template how events are written
 * @param filter which events; its subject is null
 * @param paused whether it is left alone for now; what it misses is delivered afterwards
 * @param pending deliveries under way or to come
 * @param dead deliveries that were given up
 * @param lastError what the latest failed delivery met; null where none failed
 * @param createdBy who made it
 * @param createdAt when
 */
public record Webhook(
        String name,
        String url,
        WebhookTemplate template,
        EventFilter filter,
        boolean paused,
        long pending,
        long dead,
        @Nullable String lastError,
        String createdBy,
        Instant createdAt) {
    public Webhook {
        requireNonNull(name, "name is null");
        requireNonNull(url, "url is null");
        requireNonNull(filter, "filter is null");
        requireNonNull(createdBy, "createdBy is null");
        requireNonNull(createdAt, "createdAt is null");
    }
}
