package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;

/** Lengths of time as people write them. */
final class Times {
    private Times() {}

    /**
     * Reads {@code 90s}, {@code 10m}, {@code 6h} or {@code 1d}.
     *
     * @param option what says it, for the message
     * @throws OdographException ARGUMENT_INVALID
     */
    static Duration parse(String option, String text) {
        if (!text.matches("[0-9]{1,6}[smhd]")) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    option + " is \"" + text + "\": give a time such as 90s, 10m, 6h or 1d");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
