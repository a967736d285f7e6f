package dev.odograph.alert;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says now.
 *
 * @param found what it found
 * @param unsure beginnings of slices that could not be judged: their alerts stay as they are
 * @param unjudged why; null where all was judged
 */
public record Judgement(
        List<Finding> found, Set<String> unsure, @Nullable String unjudged) {
    /** Among {@code unsure}: nothing could be judged. */
    public static final String EVERYTHING = "*";

    public Judgement {
        found = List.copyOf(found);
        unsure = Set.copyOf(unsure);
    }

    /** All was judged. */
    public static Judgement of(List<Finding> found) {
        return new Judgement(found, Set.of(), null);
    }
}
