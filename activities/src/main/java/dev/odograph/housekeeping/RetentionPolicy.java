package dev.odograph.housekeeping;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long what is kept. What a channel publishes, now or as the last of a version, is kept for ever.
 *
 * @param keepRuns how long a run is kept after it ended
 * @param keepNewest so many newest runs of each graph and dataset are kept whatever their age
 * @param keepUnreferenced how long batches, artifacts and files that nothing refers to are kept
 */
public record RetentionPolicy(Duration keepRuns, int keepNewest, Duration keepUnreferenced) {
    /** Runs for 30 days, what nothing refers to for one. */
    public static final RetentionPolicy DEFAULT = new RetentionPolicy(Duration.ofDays(30), 0, Duration.ofDays(1));

    public RetentionPolicy {
        requireNonNull(keepRuns, "keepRuns is null");
        requireNonNull(keepUnreferenced, "keepUnreferenced is null");
    }
}
