package dev.odograph.query;

import dev.odograph.error.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that someone may have meant. */
public final class Nearest {
    private Nearest() {}

    /** At most three of the known names that are few edits away, the nearest first. */
    public static List<String> of(String word, Collection<String> known) {
        int most = Math.max(1, word.length() / 3);
        return known.stream()
                .distinct()
                .filter(name ->
                        EditDistance.between(word, name) <= most || (word.length() > 2 && name.startsWith(word)))
                .sorted(Comparator.comparingInt((String name) -> EditDistance.between(word, name))
                        .thenComparing(name -> name))
                .limit(3)
                .toList();
    }
}
