package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Checks of options that picocli does not make. */
final class Checks {
    private Checks() {}

    static int atLeast(int least, String option, int value) {
        if (value < least) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, option + " is " + value + ": give a whole number from " + least);
        }
        return value;
    }

    /** The one line of a file, such as a key that should not be in a command's arguments. */
    static String text(String option, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND, option + " is " + file + ", which cannot be read: " + e.getMessage(), e);
        }
    }

    /** A span of time, such as 30m, 26h or 7d. */
    static Duration span(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,5}[mhd]")) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    option + " is \"" + text + "\": give a whole number with m, h or d, such as 30m, 26h or 7d");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
