package dev.odograph.cli.local;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** How results of a local run are written. */
public enum LocalFormat {
    /** Columns for people, the first rows. */
    TABLE,
    /** Comma-separated values with a line of names; absent values are empty. */
    CSV,
    /** An array of objects. */
    JSON,
    /** Parquet with zstd. */
    PARQUET,
    /** One page with plots, for a browser. */
    HTML;

    /** The ending of its files. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name. */
    public static LocalFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.ending().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Format \"" + name + "\" is unknown: use table, csv, json, parquet or html"));
    }

    /** The format that a file's ending says; of a directory, or of no known ending, CSV. */
    public static LocalFormat of(Path file) {
        String name = file.getFileName().toString();
        return Arrays.stream(values())
                .filter(format -> format != TABLE && name.endsWith("." + format.ending()))
                .findFirst()
                .orElse(CSV);
    }
}
