package dev.odograph.cli;

import dev.odograph.contract.Spans;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;

/** Lengths of time in options. */
final class Times {
    private Times() {}

    /**
     * Reads {@code 90s}, {@code 10m}, {@code 6h} or {@code 1d}.
     *
     * @param option what says it, for the message
     * @throws OdographException ARGUMENT_INVALID
     */
    static Duration parse(String option, String text) {
        return Spans.parse(text)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        option + " is \"" + text + "\": give a time such as 90s, 10m, 6h or 1d"));
    }

    /**
     * Reads {@code 30m}, {@code 26h} or {@code 7d}: whole minutes, at least one.
     *
     * @param option the option's name, for the message
     * @throws OdographException ARGUMENT_INVALID
     */
    static Duration minutes(String option, String text) {
        return Spans.minutes(text)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        option + " is \"" + text + "\": give whole minutes, hours or days, such as 30m, 26h or 7d"));
    }
}
