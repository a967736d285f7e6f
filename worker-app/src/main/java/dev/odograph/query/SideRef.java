package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What someone wrote to name a side: {@code run:ID}, {@code version:1.0@dataset}, {@code release:2.3@dataset},
 * {@code dataset:NAME@3}, {@code channel:main@dataset}; the part from {@code @} on may be left out.
 *
 * @param kind what is named; null where it is to be guessed
 * @param name the run, version, release, dataset or channel
 * @param at the dataset; of a dataset, its version; null where it is not said
 */
record SideRef(@Nullable Kind kind, String name, @Nullable String at) {
    static final String FORMS =
            "run:ID, version:1.0@DATASET, release:2.3@DATASET, dataset:NAME[@VERSION] or channel:NAME@DATASET";

    enum Kind {
        RUN,
        VERSION,
        RELEASE,
        DATASET,
        CHANNEL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static SideRef parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon);
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(one -> one.word().equals(word))
                .findFirst();
        // A run's id may hold a colon itself.
        if (kind.isEmpty() && colon >= 0 && word.matches("[a-z]+") && near(word)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "\"" + text + "\" names no side: there is no kind \"" + word + "\". Write " + FORMS);
        }
        String rest = kind.isPresent() ? text.substring(colon + 1) : text;
        int at = kind.isPresent() && kind.get() == Kind.RUN ? -1 : rest.lastIndexOf('@');
        String name = at < 0 ? rest : rest.substring(0, at);
        String after = at < 0 ? null : rest.substring(at + 1);
        if (name.isBlank() || (after != null && after.isBlank())) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, "\"" + text + "\" names no side: write " + FORMS);
        }
        return new SideRef(kind.orElse(null), name, after);
    }

    /** As it may be written. */
    String text() {
        return (kind == null ? "" : kind.word() + ":") + name + (at == null ? "" : "@" + at);
    }

    private static boolean near(String word) {
        return !Nearest.of(word, Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.toList()))
                .isEmpty();
    }
}
