package dev.odograph.store.lineage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a pointer's history.
 *
 * @param revision its place in the ledger's one order
 * @param metric the metric, without its namespace
 * @param major the metric's major version after the move
 * @param dataset name of the dataset
 * @param channel name of the channel
 * @param action what moved it: {@code run} (a run that succeeded), {@code publish}, {@code rollback}; or {@code pin} and
 *     {@code unpin}, which leave it where it is
 * @param runId the run that readers see since
 * @param previous the run that they saw before; null for the first
 * @param movedBy who did it; null where a run did
 * @param reason why; null where nobody said
 * @param movedAt when
 */
public record PublicationMove(
        long revision,
        String metric,
        int major,
        String dataset,
        String channel,
        String action,
        String runId,
        @Nullable String previous,
        @Nullable String movedBy,
        @Nullable String reason,
        Instant movedAt) {}
