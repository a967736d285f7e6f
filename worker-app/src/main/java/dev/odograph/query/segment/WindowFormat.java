package dev.odograph.query.segment;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;

/** How a window of a segment is written. */
public enum WindowFormat {
    /** All tables, a topic each. */
    MCAP("application/octet-stream"),
    /** One table, with a line of names. */
    CSV("text/csv; charset=utf-8"),
    /** One table. */
    PARQUET("application/vnd.apache.parquet");

    private final String mediaType;

    WindowFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type of such a file. */
    public String mediaType() {
        return mediaType;
    }

    /** The ending of such a file. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that ending. */
    public static WindowFormat parse(String ending) {
        return Arrays.stream(values())
                .filter(format -> format.ending().equals(ending))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Format \"" + ending + "\" of a window is not known: choose mcap, csv or parquet"));
    }
}
