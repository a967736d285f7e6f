package dev.odograph.dataset;

import java.time.Instant;

/**
 * One version of a dataset, with totals over its segments. Unknown distances and durations count as 0.
 *
 * @param datasetId stable id, without meaning
 * @param version from 1
 * @param action {@code import}, {@code add}, {@code replace} or {@code retract}: what made the version
 */
public record Dataset(
        String datasetId,
        DatasetName name,
        int version,
        String action,
        Instant createdAt,
        long segments,
        long rows,
        long bytes,
        double distanceM,
        long durationMs) {}
