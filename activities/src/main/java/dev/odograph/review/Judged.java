package dev.odograph.review;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people found of a moment.
 *
 * @param momentId its number
 * @param moment where it was when it was last judged
 * @param state what is known of it
 * @param assignee who looks after it; null for no one
 * @param changedAt when that last changed
 */
public record Judged(
        long momentId,
        Moment moment,
        MomentState state,
        @Nullable String assignee,
        Instant changedAt) {
    public Judged {
        requireNonNull(moment, "moment is null");
        requireNonNull(state, "state is null");
        requireNonNull(changedAt, "changedAt is null");
    }
}
