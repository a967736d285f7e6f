package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The questions that people ask of a metric, each one statement that is kept in a file of its name. */
public enum SavedRead {
    /** The last value of each segment, the newest recordings first. */
    LATEST("the last value of each segment, the newest recordings first"),
    /** How values are spread, by a property of the recordings or by labelled spans. */
    DISTRIBUTION("how values are spread; by release, vehicle, scenario, span or a tag"),
    /** The worst rows. */
    WORST("the worst rows, by the column's declared direction"),
    /** A column by the week of recording. */
    TREND("by the week of recording, with the change and four weeks together"),
    /** One segment's rows. */
    SERIES("one segment's rows in order of their key"),
    /** Rows per 1,000 km recorded. */
    RATES(
            "rows, or the sum of a column, per 1,000 km recorded, with a 95 % interval; by release, vehicle, scenario or a tag");

    private final String description;

    SavedRead(String description) {
        this.description = description;
    }

    /** The word for it in commands and addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it answers, in a few words. */
    public String description() {
        return description;
    }

    /** The read of that word; ARGUMENT_INVALID with the words that there are. */
    public static SavedRead parse(String word) {
        return Arrays.stream(values())
                .filter(read -> read.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Read \"" + word + "\" is not known: choose " + String.join(", ", words())
                                + "; --reads says what each answers"));
    }

    private static List<String> words() {
        return Arrays.stream(values()).map(SavedRead::word).toList();
    }
}
