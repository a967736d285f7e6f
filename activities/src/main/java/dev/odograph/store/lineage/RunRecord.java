package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.contract.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as the ledger has it.
 *
 * @param plan what was pinned
 * @param planned what all its partitions hold
 * @param partitions number of partitions
 * @param status where it stands
 * @param createdAt when it was registered
 * @param startedAt when its first pass began; null before
 * @param finishedAt when it was settled; null while it is not
 * @param failureCode error code of a failed run; null otherwise
 * @param failureMessage reason of a failed run; null otherwise
 */
public record RunRecord(
        NewRun plan,
        Totals planned,
        int partitions,
        RunStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failureCode,
        @Nullable String failureMessage) {
    public RunRecord {
        requireNonNull(plan, "plan is null");
        requireNonNull(planned, "planned is null");
        requireNonNull(status, "status is null");
        requireNonNull(createdAt, "createdAt is null");
    }

    /** Its id. */
    public String runId() {
        return plan.runId();
    }
}
