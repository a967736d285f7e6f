package dev.odograph.store.lineage;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.spec.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param runId its id
 * @param graph name of its graph
 * @param version version of its graph
 * @param dataset name of its dataset
 * @param datasetVersion version of its dataset
 * @param purpose what it is for
 * @param status where it stands
 * @param partitions number of its partitions
 * @param createdAt when it was registered
 * @param startedAt when its first pass began; null before
 * @param finishedAt when it was settled; null while it is not
 * @param failureCode error code of a failed run; null otherwise
 */
public record RunSummary(
        String runId,
        String graph,
        Version version,
        String dataset,
        long datasetVersion,
        Purpose purpose,
        RunStatus status,
        int partitions,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failureCode) {}
