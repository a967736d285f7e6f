package dev.odograph.client;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param runId its id
 * @param status where it stands
 * @param graph name of its graph
 * @param graphVersion version of the graph; null where it is not planned and none was asked for
 * @param dataset name of its dataset
 * @param datasetVersion version of the dataset; null where it is not planned and none was asked for
 * @param purpose what it is for
 * @param owner team that answers for the graph; null where none is named or the run is not planned
 * @param failure why it failed, was cancelled or is parked; null where it is not
 * @param createdAt when it was accepted
 * @param startedAt when its first pass began; null before
 * @param finishedAt when it was settled; null before
 * @param links where there is more of it
 */
public record RunSummary(
        String runId,
        RunStatus status,
        String graph,
        @Nullable String graphVersion,
        String dataset,
        @Nullable Long datasetVersion,
        Purpose purpose,
        @Nullable String owner,
        @Nullable Failure failure,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        RunLinks links) {
    /** Checks. */
    public RunSummary {
        Objects.requireNonNull(runId, "run_id is null");
        Objects.requireNonNull(status, "status is null");
    }
}
