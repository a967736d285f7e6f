package dev.odograph.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.statistics.inference.ChiSquareTest;

/** Whether both sides were recorded under the same circumstances, as far as tags say. */
final class TagMix {
    /** A tag with more values than this names drives rather than circumstances. */
    private static final int MOST_VALUES = 50;
    /** Mixes that differ by less than this part of the segments do not matter. */
    private static final double LEAST_DISTANCE = 0.1;

    private static final double SIGNIFICANCE = 0.01;

    private TagMix() {}

    /** Tags whose mix differs, with how; without those that are stratified by. */
    static List<String> differences(Observations base, Observations head, List<String> stratified) {
        Set<String> tags = new TreeSet<>();
        base.segments().forEach(segment -> tags.addAll(segment.tags().keySet()));
        head.segments().forEach(segment -> tags.addAll(segment.tags().keySet()));
        List<String> found = new ArrayList<>();
        for (String tag : tags) {
            if (!stratified.contains(tag) && !stratified.contains("tag." + tag)) {
                difference(base, head, tag, found);
            }
        }
        return found;
    }

    private static void difference(Observations base, Observations head, String tag, List<String> found) {
        Map<String, long[]> counts = new TreeMap<>();
        count(base, tag, counts, 0);
        count(head, tag, counts, 1);
        if (counts.size() < 2 || counts.size() > MOST_VALUES) {
            return;
        }
        double distance = 0;
        double most = 0;
        String moved = "";
        for (Map.Entry<String, long[]> value : counts.entrySet()) {
            double shift = share(head, value.getValue()[1]) - share(base, value.getValue()[0]);
            distance += Math.abs(shift) / 2;
            if (Math.abs(shift) > most) {
                most = Math.abs(shift);
                moved = String.format(
                        Locale.ROOT,
                        "%s %.0f %% of the base and %.0f %% of the head",
                        value.getKey(),
                        100 * share(base, value.getValue()[0]),
                        100 * share(head, value.getValue()[1]));
            }
        }
        long[][] table = counts.values().toArray(long[][]::new);
        if (distance >= LEAST_DISTANCE
                && ChiSquareTest.withDefaults().test(table).getPValue() < SIGNIFICANCE) {
            found.add("The mix of tag " + tag + " differs, and may be all that differs: " + moved
                    + ". Standardise by --stratify " + tag);
        }
    }

    private static void count(Observations side, String tag, Map<String, long[]> counts, int column) {
        for (SegmentFacts segment : side.segments()) {
            counts.computeIfAbsent(segment.tags().getOrDefault(tag, "(none)"), any -> new long[2])[column]++;
        }
    }

    private static double share(Observations side, long count) {
        return (double) count / side.segments().size();
    }
}
