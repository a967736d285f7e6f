package dev.odograph.query;

import dev.odograph.contract.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list for programs.
 *
 * @param runId its id
 * @param status where it stands; PENDING until it is planned
 * @param graph its graph
 * @param graphVersion the graph's version; null where it is not planned and none was asked for
 * @param dataset its dataset
 * @param datasetVersion the dataset's version; null where it is not planned and none was asked for
 * @param purpose what it is for
 * @param owner team that answers for the graph; null where none is named or it is not planned
 * @param createdAt when it was accepted, or planned where nobody accepted it
 * @param startedAt when its first pass began; null before
 * @param finishedAt when it was settled; null before
 * @param failureCode error code; null unless it failed
 * @param failureMessage reason; null unless it failed
 */
public record RunItem(
        String runId,
        RunStatus status,
        String graph,
        @Nullable String graphVersion,
        String dataset,
        @Nullable Long datasetVersion,
        String purpose,
        @Nullable String owner,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failureCode,
        @Nullable String failureMessage) {}
