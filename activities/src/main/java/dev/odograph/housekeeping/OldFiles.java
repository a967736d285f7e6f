package dev.odograph.housekeeping;

import dev.odograph.artifact.FileTrees;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that a process left behind when it died. */
final class OldFiles {
    private OldFiles() {}

    /** Entries of a directory in which nothing changed for at least {@code age}; none where there is no directory. */
    static List<Path> of(Path directory, Duration age) {
        Instant before = Instant.now().minus(age);
        try (Stream<Path> entries = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return entries.filter(entry -> !changedAt(entry).isAfter(before)).toList();
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /** Deletes an entry with all that is in it. */
    static void delete(Path entry) {
        try {
            FileTrees.delete(entry);
        } catch (NoSuchFileException e) {
            // Another process deletes it, too.
        } catch (IOException | UncheckedIOException e) {
            throw failed(entry, e);
        }
    }

    private static Instant changedAt(Path entry) {
        try (Stream<Path> files = Files.walk(entry)) {
            return files.map(OldFiles::modifiedAt)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
        } catch (IOException | UncheckedIOException e) {
            // It is going or being made at this moment: not old.
            return Instant.MAX;
        }
    }

    private static Instant modifiedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OdographException failed(Path path, Exception e) {
        return new OdographException(
                ErrorCode.ARTIFACT_UNAVAILABLE,
                "Files left behind in " + path + " cannot be deleted (" + e.getMessage()
                        + "): check that directory's rights",
                e);
    }
}
