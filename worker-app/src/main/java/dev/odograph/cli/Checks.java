package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;

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
}
