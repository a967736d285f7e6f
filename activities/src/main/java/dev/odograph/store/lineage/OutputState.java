package dev.odograph.store.lineage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a stage for a partition. An output that has no record is pending.
 *
 * @param stage index of the stage
 * @param partition index of the partition; −1 for a reduce
 * @param status where it stands
 * @param artifactKey key of what was put out; null unless committed
 * @param memoHit whether it was there already
 * @param pass the pass that settled it
 * @param attempt the attempt that settled it
 * @param rows rows put out; null unless committed
 * @param startedAt when its execution began; null where none did
 * @param finishedAt when it was settled
 * @param code error code of a failure; null otherwise
 * @param message error message of a failure; null otherwise
 * @param host where it failed; null otherwise
 * @param segmentId the segment it failed at; null otherwise or where that is not known
 */
public record OutputState(
        int stage,
        int partition,
        OutputStatus status,
        @Nullable String artifactKey,
        boolean memoHit,
        int pass,
        int attempt,
        @Nullable Long rows,
        @Nullable Instant startedAt,
        Instant finishedAt,
        @Nullable String code,
        @Nullable String message,
        @Nullable String host,
        @Nullable String segmentId) {}
