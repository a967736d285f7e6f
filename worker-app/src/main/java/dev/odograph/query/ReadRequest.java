package dev.odograph.query;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import org.jspecify.annotations.Nullable;

/**
 * What to ask of a metric's rows.
 *
 * @param read the question
 * @param column the column it is about; null for the first measure's, or for RATES the number of rows
 * @param by {@code release}, {@code vehicle}, {@code scenario}, {@code span} or a tag's name; null for all together
 * @param segment the segment, which SERIES needs; null elsewhere
 * @param limit most rows of the answer, 1 to 1,000,000
 */
public record ReadRequest(
        SavedRead read,
        @Nullable String column,
        @Nullable String by,
        @Nullable String segment,
        int limit) {
    /** How many rows come where nobody says. */
    public static final int USUAL_LIMIT = 100;

    private static final int MOST = 1_000_000;

    public ReadRequest {
        requireNonNull(read, "read is null");
        if (limit < 1 || limit > MOST) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "Limit " + limit + " is not possible: give one from 1 to " + MOST);
        }
        if (by != null && read != SavedRead.DISTRIBUTION && read != SavedRead.RATES) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Read " + read.word() + " cannot be asked by \"" + by + "\": only distribution and rates are");
        }
        if ((segment == null) == (read == SavedRead.SERIES)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    segment == null
                            ? "Read series is of one segment: name it by --segment"
                            : "Read " + read.word() + " is of all segments: leave out segment \"" + segment + "\"");
        }
    }

    /** A question with nothing said beside it. */
    public static ReadRequest of(SavedRead read) {
        return new ReadRequest(read, null, null, null, USUAL_LIMIT);
    }
}
