package dev.odograph.review;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is known of a moment. */
public enum MomentState {
    /** No one has judged it. */
    NEW,
    /** It is what the metric says. */
    CONFIRMED,
    /** It is not: the metric is wrong there. */
    FALSE_POSITIVE,
    /** It was what the metric says, and what caused it was mended. */
    FIXED;

    /** The state of that word, {@code false_positive} for instance; ARGUMENT_INVALID for another one. */
    public static MomentState parse(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "State \"" + word + "\" is none of a moment: choose "
                                + Arrays.stream(values()).map(MomentState::word).collect(Collectors.joining(", "))));
    }

    /** Its word in commands, JSON and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
