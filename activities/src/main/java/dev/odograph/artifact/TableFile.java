package dev.odograph.artifact;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A file that holds rows of one table.
 *
 * @param format how rows are encoded
 * @param path absolute path on this machine
 * @param segmentId the one segment whose rows it holds; null where it holds rows of several, sorted by key
 */
public record TableFile(
        Format format, String path, @Nullable String segmentId) {
    /** Encodings of rows. */
    public enum Format {
        /** Parquet, as recordings are. */
        PARQUET,
        /** Arrow IPC stream, uncompressed, little-endian, without dictionaries: ClickHouse reads it as it is. */
        ARROW_STREAM
    }

    public TableFile {
        requireNonNull(format, "format is null");
        requireNonNull(path, "path is null");
    }
}
