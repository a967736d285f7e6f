package dev.odograph.query.segment;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What someone asks of a segment. All but dataset and segment may be left out; a version and runs pin the answer.
 *
 * @param dataset its dataset, {@code namespace/name} where it has one
 * @param segmentId the segment
 * @param version version of the dataset; null for the newest
 * @param runs metrics of these runs; empty for what the channel shows now
 * @param channel the channel; null for {@code latest}
 * @param asOf the number of the last correction of spans and tags that counts; null for all
 * @param from first millisecond of the window; null for the segment's first
 * @param to last millisecond; null for the segment's last
 * @param at a moment to mark; null for none
 * @param charts ids of the charts to draw, {@code table.column}; empty for a choice
 */
public record SegmentQuestion(
        String dataset,
        String segmentId,
        @Nullable Integer version,
        List<String> runs,
        @Nullable String channel,
        @Nullable Long asOf,
        @Nullable Long from,
        @Nullable Long to,
        @Nullable Long at,
        List<String> charts) {
    private static final int MOST_RUNS = 20;
    private static final int MOST_CHARTS = 40;

    public SegmentQuestion {
        requireNonNull(dataset, "dataset is null");
        requireNonNull(segmentId, "segmentId is null");
        runs = List.copyOf(runs);
        charts = List.copyOf(charts);
    }

    /**
     * Reads it from the words of a URL; blank ones count as left out.
     *
     * @throws OdographException ARGUMENT_INVALID, with all that is wrong
     */
    public static SegmentQuestion parse(String dataset, String segmentId, Map<String, List<String>> words) {
        List<String> problems = new ArrayList<>();
        Long version = number(words, "version", problems);
        if (version != null && (version < 1 || version > Integer.MAX_VALUE)) {
            problems.add("version is " + version + ": give a version of the dataset, from 1");
        }
        List<String> runs = words(words, "run");
        if (runs.size() > MOST_RUNS) {
            problems.add("run is given " + runs.size() + " times: at most " + MOST_RUNS);
        }
        List<String> charts = words(words, "chart");
        if (charts.size() > MOST_CHARTS) {
            problems.add("chart is given " + charts.size() + " times: at most " + MOST_CHARTS);
        }
        Long from = number(words, "from", problems);
        Long to = number(words, "to", problems);
        if (from != null && to != null && from >= to) {
            problems.add("the window ends at " + to + " ms, not after its start " + from + " ms: swap from and to");
        }
        Long at = number(words, "t", problems);
        Long asOf = number(words, "as_of", problems);
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, String.join("; ", problems));
        }
        List<String> channel = words(words, "channel");
        return new SegmentQuestion(
                dataset,
                segmentId,
                version == null ? null : Integer.valueOf(version.intValue()),
                runs,
                channel.isEmpty() ? null : channel.getFirst(),
                asOf,
                from,
                to,
                at,
                charts);
    }

    private static List<String> words(Map<String, List<String>> words, String name) {
        return words.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static @Nullable Long number(Map<String, List<String>> words, String name, List<String> problems) {
        List<String> given = words(words, name);
        if (given.isEmpty()) {
            return null;
        }
        if (!given.getFirst().matches("-?[0-9]{1,15}")) {
            problems.add(name + " is \"" + given.getFirst() + "\": give a whole number"
                    + (name.equals("version") || name.equals("as_of") ? "" : " of milliseconds"));
            return null;
        }
        return Long.valueOf(given.getFirst());
    }
}
