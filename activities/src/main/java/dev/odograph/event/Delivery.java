package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of sending an event to a webhook.
 *
 * @param position the event's place
 * @param type its type; null where the event was deleted meanwhile
 * @param subject its run
 * @param state where it stands
 * @param attempts how often it was sent
 * @param status status of the last answer; null where there was none
 * @param error why it was not taken; null where it was, or was not yet sent
 * @param dueAt when it is sent next, where it is pending
 * @param deliveredAt when it was taken; null where it was not
 */
public record Delivery(
        long position,
        @Nullable String type,
        String subject,
        State state,
        int attempts,
        @Nullable Integer status,
        @Nullable String error,
        Instant dueAt,
        @Nullable Instant deliveredAt) {
    /** Where a delivery stands. */
    public enum State {
        /** To be sent, or sent again. */
        PENDING,
        /** Taken with a status of 2xx. */
        DELIVERED,
        /** Given up; {@code replay} makes it pending again. */
        DEAD
    }

    public Delivery {
        requireNonNull(subject, "subject is null");
        requireNonNull(state, "state is null");
        requireNonNull(dueAt, "dueAt is null");
    }
}
