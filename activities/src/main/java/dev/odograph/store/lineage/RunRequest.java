package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A start that was accepted.
 *
 * @param runId the run's id
 * @param requestedBy who asked
 * @param input what to run
 * @param state where the request stands
 * @param createdAt when it was accepted
 * @param waitsFor why it is not started yet though it was tried; null where nothing went wrong
 * @param finishedAt when it was settled without a run; null where it was not
 * @param failureCode error code where no run came of it; null otherwise
 * @param failureMessage reason where no run came of it; null otherwise
 */
public record RunRequest(
        String runId,
        String requestedBy,
        RunInput input,
        State state,
        Instant createdAt,
        @Nullable String waitsFor,
        @Nullable Instant finishedAt,
        @Nullable String failureCode,
        @Nullable String failureMessage) {
    public RunRequest {
        requireNonNull(runId, "runId is null");
        requireNonNull(requestedBy, "requestedBy is null");
        requireNonNull(input, "input is null");
        requireNonNull(state, "state is null");
        requireNonNull(createdAt, "createdAt is null");
    }

    /** Where a request stands. */
    public enum State {
        /** Not handed to Temporal yet. */
        QUEUED,
        /** Its workflow was started. */
        STARTED,
        /** Its run is in the ledger. */
        PLANNED,
        /** No run came of it. */
        FAILED,
        /** It was cancelled before a run came of it. */
        CANCELLED;

        /** How the run counts that is not planned. */
        public RunStatus status() {
            return switch (this) {
                case FAILED -> RunStatus.FAILED;
                case CANCELLED -> RunStatus.CANCELLED;
                case QUEUED, STARTED, PLANNED -> RunStatus.PENDING;
            };
        }
    }
}
