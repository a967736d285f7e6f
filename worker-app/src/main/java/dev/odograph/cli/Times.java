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
}
