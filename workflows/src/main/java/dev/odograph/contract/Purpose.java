package dev.odograph.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;

/** What a run is for. Decides its default failure policy and the channels that it moves. */
public enum Purpose {
    /** Someone tries something. */
    ADHOC,
    /** A gate in continuous integration. */
    CI,
    /** A new version over old recordings. */
    BACKFILL,
    /** What readers rely on; moves the channel {@code main}. */
    PRODUCTION;

    /** Reads the lower-case word. */
    @JsonCreator
    public static Purpose parse(String word) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.toString().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Purpose \"" + word + "\" is unknown: choose one of adhoc, ci, backfill, production"));
    }

    /** The lower-case word. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
