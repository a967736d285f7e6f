package dev.odograph.dataset;

import java.time.Instant;

/**
 * One table of a segment: a Parquet file that is referred to, not owned.
 *
 * @param name as {@code main}, {@code ego}
 * @param path absolute path
 * @param digest SHA-256 of the file's bytes, lower-case hex
 * @param bytes size of the file
 * @param rows rows in it
 * @param modifiedAt the file's time of change when its digest was taken
 */
public record SegmentTable(String name, String path, String digest, long bytes, long rows, Instant modifiedAt) {}
