package dev.odograph.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;

/** What becomes of a run of which something failed, once all that could be computed is. */
public enum FailurePolicy {
    /** It ends FAILED with what failed and why. */
    FAIL,
    /** It waits, PARKED, until an operator retries, waives or aborts. */
    PARK;

    /** The policy of a run that names none: what someone waits for fails, what should end well some day parks. */
    public static FailurePolicy of(Purpose purpose) {
        return switch (purpose) {
            case ADHOC, CI -> FAIL;
            case BACKFILL, PRODUCTION -> PARK;
        };
    }

    /** Reads the lower-case word. */
    @JsonCreator
    public static FailurePolicy parse(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.toString().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Failure policy \"" + word + "\" is unknown: choose one of fail, park"));
    }

    /** The lower-case word. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
