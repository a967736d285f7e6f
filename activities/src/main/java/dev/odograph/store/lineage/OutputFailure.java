package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.step.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage that failed for a partition.
 *
 * @param runId the run
 * @param stage index of the stage
 * @param partition index of the partition; −1 for a reduce
 * @param pass the pass that executed it
 * @param attempt the attempt of the activity, from 1
 * @param startedAt when its execution began
 * @param code what went wrong
 * @param message for its reader
 * @param host the worker it happened on
 * @param segmentId the segment in hand; null where that is not known
 * @param violations what broke rules of its checks
 */
public record OutputFailure(
        String runId,
        int stage,
        int partition,
        int pass,
        int attempt,
        Instant startedAt,
        ErrorCode code,
        String message,
        String host,
        @Nullable String segmentId,
        List<Violation> violations) {
    /** A failure by which no rule was broken. */
    public OutputFailure(
            String runId,
            int stage,
            int partition,
            int pass,
            int attempt,
            Instant startedAt,
            ErrorCode code,
            String message,
            String host,
            @Nullable String segmentId) {
        this(runId, stage, partition, pass, attempt, startedAt, code, message, host, segmentId, List.of());
    }

    public OutputFailure {
        requireNonNull(runId, "runId is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
        requireNonNull(host, "host is null");
        violations = List.copyOf(violations);
    }
}
