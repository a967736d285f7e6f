package dev.odograph.client;

import java.time.Instant;

/**
 * One version of a dataset, with totals over its segments.
 *
 * @param name its name; {@code namespace/name} where it has a namespace
 * @param version the version, from 1
 * @param action what made the version: import, add, replace or retract
 * @param segments segments in it
 * @param rows rows of all tables of all segments
 * @param bytes bytes of all files
 * @param distanceM distance of all segments, in metres; unknown ones count as 0
 * @param durationMs duration of all segments, in milliseconds; unknown ones count as 0
 * @param createdAt when the version was made
 */
public record Dataset(
        String name,
        int version,
        String action,
        long segments,
        long rows,
        long bytes,
        double distanceM,
        long durationMs,
        Instant createdAt) {}
