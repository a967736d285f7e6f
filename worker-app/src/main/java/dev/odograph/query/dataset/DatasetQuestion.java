package dev.odograph.query.dataset;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What someone asks of a dataset.
 *
 * @param dataset its name, {@code namespace/name} where it has one
 * @param version its version; null for the newest
 * @param tags only segments with these tags; {@code release}, {@code vehicle} and {@code scenario_id} are tags here
 * @param contains only segments whose id contains this; null for all
 * @param after only segments behind this id, in order of id; null for the first page
 * @param limit how many segments, 1 to 1,000
 */
public record DatasetQuestion(
        String dataset,
        @Nullable Integer version,
        SortedMap<String, String> tags,
        @Nullable String contains,
        @Nullable String after,
        int limit) {
    private static final int PAGE = 50;
    private static final int MOST = 1_000;

    public DatasetQuestion {
        requireNonNull(dataset, "dataset is null");
        tags = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /**
     * Reads it from the words of a URL; blank ones count as left out.
     *
     * @throws OdographException ARGUMENT_INVALID, with all that is wrong
     */
    public static DatasetQuestion parse(String dataset, Map<String, List<String>> words) {
        List<String> problems = new ArrayList<>();
        Integer version = number(words, "version", Integer.MAX_VALUE, problems);
        Integer limit = number(words, "limit", MOST, problems);
        SortedMap<String, String> tags = new TreeMap<>();
        for (String tag : words.getOrDefault("tag", List.of())) {
            int colon = tag.indexOf(':');
            if (!tag.isBlank() && (colon < 1 || colon == tag.length() - 1)) {
                problems.add("tag is \"" + tag + "\": write name:value, such as weather:rain");
            } else if (!tag.isBlank()) {
                tags.put(tag.substring(0, colon), tag.substring(colon + 1));
            }
        }
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, String.join("; ", problems));
        }
        return new DatasetQuestion(
                dataset, version, tags, word(words, "segment"), word(words, "after"), limit == null ? PAGE : limit);
    }

    private static @Nullable String word(Map<String, List<String>> words, String name) {
        return words.getOrDefault(name, List.of()).stream()
                .filter(word -> !word.isBlank())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Integer number(
            Map<String, List<String>> words, String name, int most, List<String> problems) {
        String word = word(words, name);
        if (word == null) {
            return null;
        }
        long value = word.strip().matches("[0-9]{1,10}") ? Long.parseLong(word.strip()) : 0;
        if (value < 1 || value > most) {
            problems.add(name + " is \"" + word + "\": give a whole number from 1"
                    + (most == Integer.MAX_VALUE ? "" : " to " + most));
            return null;
        }
        return (int) value;
    }
}
