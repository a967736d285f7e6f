package dev.odograph.query;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.MetricName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What someone asks of a metric. All but the metric may be left out; a run pins the answer, so that it stays true.
 *
 * @param metric its name, {@code namespace/name} where it has one
 * @param dataset of this dataset; null for the one that was published last
 * @param channel what this channel publishes; null for {@code latest}
 * @param run of this run, published or not; null for what the channel shows now
 * @param version of the newest run that succeeded with this version of the metric; null for any
 * @param tags only segments with these tags; {@code release}, {@code vehicle} and {@code scenario_id} are tags here
 * @param by the tag whose values are told apart; null for the first that has several
 * @param measure the measure whose trend, slices and moments are shown; null for the first
 * @param asOf the number of the last correction of tags that counts; null for all
 */
public record MetricQuestion(
        String metric,
        @Nullable String dataset,
        @Nullable String channel,
        @Nullable String run,
        @Nullable String version,
        SortedMap<String, String> tags,
        @Nullable String by,
        @Nullable String measure,
        @Nullable Long asOf) {
    public MetricQuestion {
        requireNonNull(metric, "metric is null");
        tags = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** What the channel {@code latest} shows of a metric. */
    public static MetricQuestion of(String metric) {
        return new MetricQuestion(metric, null, null, null, null, new TreeMap<>(), null, null, null);
    }

    /**
     * Reads it from the words of a URL; blank ones count as left out. Each {@code tag} is {@code name:value}.
     *
     * @throws OdographException ARGUMENT_INVALID, with all that is wrong
     */
    public static MetricQuestion parse(String metric, Map<String, List<String>> words) {
        List<String> problems = new ArrayList<>();
        SortedMap<String, String> tags = tags(words.getOrDefault("tag", List.of()), problems);
        String asOf = word(words, "as_of");
        if (asOf != null && !asOf.matches("[0-9]{1,18}")) {
            problems.add("as_of is \"" + asOf + "\": give the number of a correction, as a permalink has it");
            asOf = null;
        }
        if (word(words, "run") != null && word(words, "version") != null) {
            problems.add("run and version exclude each other: give one of them");
        }
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, String.join("; ", problems));
        }
        return new MetricQuestion(
                metric,
                word(words, "dataset"),
                word(words, "channel"),
                word(words, "run"),
                word(words, "version"),
                tags,
                word(words, "by"),
                word(words, "measure"),
                asOf == null ? null : Long.valueOf(asOf));
    }

    /** Reads tags, each {@code name:value}; what is wrong is added to the problems. */
    static SortedMap<String, String> tags(List<String> words, List<String> problems) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (String tag : words) {
            int colon = tag.indexOf(':');
            if (!tag.isBlank() && (colon < 1 || colon == tag.length() - 1)) {
                problems.add("tag is \"" + tag + "\": write name:value, such as weather:rain");
            } else if (!tag.isBlank()) {
                tags.put(tag.substring(0, colon), tag.substring(colon + 1));
            }
        }
        return tags;
    }

    /** The first of the words of that name that is not blank. */
    static @Nullable String word(Map<String, List<String>> words, String name) {
        return words.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .findFirst()
                .orElse(null);
    }

    String namespace() {
        return MetricName.parse(metric).namespace();
    }

    String name() {
        return MetricName.parse(metric).name();
    }
}
