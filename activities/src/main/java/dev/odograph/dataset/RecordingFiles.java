package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Recordings that the data directory owns, one file per content: {@code recordings/ab/<digest>.parquet}. One import works
 * with one of these; what it brought in vanishes again unless it is kept. Not thread-safe.
 */
final class RecordingFiles implements AutoCloseable {
    private final Path recordings;
    private final Path staging;
    private final List<Path> brought = new ArrayList<>();

    RecordingFiles(Path dataDirectory) {
        this.recordings = dataDirectory.toAbsolutePath().normalize().resolve("recordings");
        this.staging = recordings.resolve(".staging-" + UUID.randomUUID());
        try {
            Files.createDirectories(staging);
        } catch (IOException e) {
            throw failure(staging, e);
        }
    }

    /** A directory on the same file system that vanishes when this is closed. */
    Path staging() {
        return staging;
    }

    /** Copies a table's file in; a file whose content changed since it was read is FILE_CHANGED. */
    SegmentTable bring(SegmentTable table) {
        Path target = recordings.resolve(table.digest().substring(0, 2)).resolve(table.digest() + ".parquet");
        try {
            if (!Files.exists(target)) {
                Files.createDirectories(target.getParent());
                Path part = staging.resolve(table.digest());
                Files.copy(Path.of(table.path()), part, StandardCopyOption.REPLACE_EXISTING);
                if (!FileDigest.of(part).equals(table.digest())) {
                    throw new OdographException(
                            ErrorCode.FILE_CHANGED,
                            table.path() + ": changed while it was imported; import again when nothing writes to it");
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                brought.add(target);
            }
            return new SegmentTable(
                    table.name(),
                    target.toString(),
                    table.digest(),
                    table.bytes(),
                    table.rows(),
                    Files.getLastModifiedTime(target).toInstant());
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    /** What was brought in stays when this is closed. */
    void keep() {
        brought.clear();
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(staging)) {
            for (Path path : Stream.concat(brought.stream(), all.sorted(Comparator.reverseOrder()))
                    .toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, staging + ": cannot be removed: " + e.getMessage() + "; remove it", e);
        }
    }

    private static OdographException failure(Path path, IOException e) {
        return String.valueOf(e.getMessage()).contains("No space left")
                ? new OdographException(
                        ErrorCode.DISK_FULL,
                        path + ": no space is left on the data directory's disk; free some, or import without --copy",
                        e)
                : new OdographException(
                        ErrorCode.INTERNAL_ERROR, path + ": cannot be written: " + e + "; check its permissions", e);
    }
}
