package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what engines and the operating system report into typed errors. */
final class Failures {
    private static final int LONGEST = 1500;

    private Failures() {}

    /** A DuckDB error while {@code subject} ran; {@code otherwise} unless a resource ran out. */
    static OdographException duckDb(ErrorCode otherwise, String subject, Throwable cause) {
        if (cause instanceof OdographException known) {
            return known;
        }
        String message = text(cause);
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left")) {
            return new OdographException(
                    ErrorCode.DISK_FULL, subject + ": the disk is full: free space for temporary files", cause);
        }
        if (lower.contains("out of memory error") || lower.contains("failed to allocate")) {
            return new OdographException(
                    ErrorCode.MEMORY_EXHAUSTED,
                    subject + ": memory ran out (" + message + "): make partitions smaller or raise the memory limit",
                    cause);
        }
        return new OdographException(otherwise, subject + ": " + message, cause);
    }

    static OdographException unreadable(String what, IOException cause) {
        return new OdographException(
                ErrorCode.INTERNAL_ERROR, "Rows of " + what + " cannot be read: " + text(cause), cause);
    }

    static OdographException unwritable(String path, IOException cause) {
        return text(cause).toLowerCase(Locale.ROOT).contains("no space left")
                ? new OdographException(
                        ErrorCode.DISK_FULL, "No space left to write " + path + ": free space on that disk", cause)
                : new OdographException(
                        ErrorCode.INTERNAL_ERROR, "File " + path + " cannot be written: " + text(cause), cause);
    }

    static String text(Throwable cause) {
        @Nullable String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message.strip();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
    }
}
