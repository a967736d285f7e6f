package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.contract.RunInput;
import org.jspecify.annotations.Nullable;

/**
 * A start to be accepted.
 *
 * @param runId the run's id
 * @param idNamed whether the caller chose the id
 * @param requestedBy who asks
 * @param key the caller's key, by which asking again gives the same run; null for none
 * @param digest digest of what was asked for
 * @param input what to run
 */
public record NewRunRequest(
        String runId,
        boolean idNamed,
        String requestedBy,
        @Nullable String key,
        String digest,
        RunInput input) {
    public NewRunRequest {
        requireNonNull(runId, "runId is null");
        requireNonNull(requestedBy, "requestedBy is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(input, "input is null");
    }
}
