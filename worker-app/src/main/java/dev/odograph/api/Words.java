package dev.odograph.api;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads parameters of requests; each refusal names the parameter, its value and what it may be. */
final class Words {
    private static final int USUAL = 50;
    /** The longest that a request may wait. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private Words() {}

    /** How many things a page may have. */
    static int limit(@Nullable String word) {
        return limit(word, USUAL, Page.MOST);
    }

    /** The same with another usual and largest number. */
    static int limit(@Nullable String word, int usual, int most) {
        if (word == null) {
            return usual;
        }
        if (!word.matches("[0-9]{1,9}") || Integer.parseInt(word) < 1 || Integer.parseInt(word) > most) {
            throw refused("limit", word, "give a whole number from 1 to " + most);
        }
        return Integer.parseInt(word);
    }

    /** A dataset's version; null for the newest. */
    static @Nullable Integer version(@Nullable String word) {
        if (word == null) {
            return null;
        }
        if (!word.matches("[0-9]{1,9}")) {
            throw refused("version", word, "give a whole number, or leave it out for the newest");
        }
        return Integer.valueOf(word);
    }

    /** How long to wait: {@code 30s}, {@code 500ms} or {@code 30}; none where nothing is said. */
    static Duration wait(@Nullable String word) {
        if (word == null) {
            return Duration.ZERO;
        }
        String text = word.strip().toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9]{1,6}(s|ms)?")) {
            throw refused("wait", word, "give seconds up to 60, as in 30s");
        }
        long number = Long.parseLong(text.replaceAll("[a-z]+", ""));
        Duration wait = text.endsWith("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            throw refused("wait", word, "give at most 60s, and ask again after it");
        }
        return wait;
    }

    /** One of some words, in any case; null where it is left out. */
    static <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String word, Class<E> type) {
        if (word == null) {
            return null;
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(word)) {
                return each;
            }
        }
        throw refused(
                name,
                word,
                "choose one of "
                        + String.join(
                                ", ",
                                java.util.Arrays.stream(type.getEnumConstants())
                                        .map(each -> each.name())
                                        .toList()));
    }

    /**
     * The names of a list in a body; none where it is left out.
     *
     * @throws OdographException ARGUMENT_INVALID where one is null or blank, or holds a zero character
     */
    static List<String> names(String field, @Nullable List<String> given) {
        if (given == null) {
            return List.of();
        }
        for (String name : given) {
            if (name == null || name.isBlank() || name.indexOf('\0') >= 0) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        field + " holds " + (name == null ? "null" : "what is no name")
                                + ": give names only, or leave it" + " out");
            }
        }
        return given;
    }

    static OdographException refused(String name, String word, String mend) {
        return new OdographException(ErrorCode.ARGUMENT_INVALID, name + " is \"" + word + "\": " + mend);
    }
}
