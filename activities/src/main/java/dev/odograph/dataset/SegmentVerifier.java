package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells whether a segment's files still are what was imported. Thread-safe. */
public final class SegmentVerifier {
    private SegmentVerifier() {}

    /**
     * Compares size and time of change, which costs next to nothing; where only the time differs, the content's digest
     * decides.
     *
     * @throws OdographException FILE_NOT_FOUND where a file is gone; FILE_CHANGED where its content is another
     */
    public static void verify(Segment segment) {
        for (SegmentTable table : segment.tables()) {
            verify(segment.segmentId(), table);
        }
    }

    private static void verify(String segmentId, SegmentTable table) {
        Path file = Path.of(table.path());
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            boolean same = now.size() == table.bytes()
                    && (micros(now.lastModifiedTime().toInstant()) == micros(table.modifiedAt())
                            || FileDigest.of(file).equals(table.digest()));
            if (!same) {
                throw new OdographException(
                        ErrorCode.FILE_CHANGED,
                        "segment " + Shown.quoted(segmentId) + ", table " + table.name() + ": " + file
                                + " is not what was imported; restore it, or take the new content in with"
                                + " `dataset replace`");
            }
        } catch (NoSuchFileException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "segment " + Shown.quoted(segmentId) + ", table " + table.name() + ": " + file
                            + " is gone; restore it, or give its new place with `dataset replace`",
                    e);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    file + ": cannot be read: " + e.getMessage() + "; check its permissions",
                    e);
        }
    }

    private static long micros(java.time.Instant time) {
        return java.time.temporal.ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time);
    }
}
