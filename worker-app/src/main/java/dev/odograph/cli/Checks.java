package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
}
