package dev.odograph.query;

import dev.odograph.contract.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, the newest first.
 *
 * @param graph name of their graph; null for any, as with the others
 * @param dataset name of their dataset
 * @param status where they stand
 * @param purpose what they are for
 * @param owner team that answers for their graph
 * @param after the place to go on at; null for the newest
 * @param limit at most so many
 */
public record RunItemFilter(
        @Nullable String graph,
        @Nullable String dataset,
        @Nullable RunStatus status,
        @Nullable String purpose,
        @Nullable String owner,
        @Nullable Place after,
        int limit) {
    /** The last run that was listed. */
    public record Place(Instant createdAt, String runId) {}
}
