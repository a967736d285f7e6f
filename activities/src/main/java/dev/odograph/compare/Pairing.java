package dev.odograph.compare;

import static dev.odograph.compare.SegmentFacts.SCENARIO;
import static dev.odograph.compare.SegmentFacts.SEED;
import static dev.odograph.compare.SegmentFacts.SEGMENT;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which segments of both sides are the same drive under different code.
 *
 * @param key the attributes by which they pair; empty where nothing pairs
 * @param pairs segments of both sides with equal keys, by index; more than one a side where a key is there more often
 * @param baseAlone number of the base's segments without a partner
 * @param headAlone number of the head's segments without a partner
 * @param repeated number of keys that a side has more than once
 */
record Pairing(List<String> key, List<Pair> pairs, long baseAlone, long headAlone, long repeated) {
    /** The least part of the smaller side that must find partners, or a key is not taken by itself. */
    private static final double ENOUGH = 0.5;

    record Pair(String name, List<Integer> base, List<Integer> head) {}

    /** By the options' key, else by what fits: the recordings themselves, then scenario and seed, then nothing. */
    static Pairing of(Observations base, Observations head, CompareOptions options) {
        List<String> asked = options.pair();
        if (asked != null) {
            return asked.isEmpty() ? none(base, head) : asked(base, head, asked);
        }
        Pairing recordings = by(base, head, List.of(SEGMENT), true);
        if (recordings.isEnough(base, head)) {
            return recordings;
        }
        Pairing scenarios = by(base, head, List.of(SCENARIO, SEED), false);
        return scenarios.isEnough(base, head) ? scenarios : none(base, head);
    }

    boolean isPaired() {
        return !key.isEmpty();
    }

    private boolean isEnough(Observations base, Observations head) {
        int smaller = Math.min(base.segments().size(), head.segments().size());
        return pairs.size() >= 2 && Math.min(inPairs(Pair::base), inPairs(Pair::head)) >= ENOUGH * smaller;
    }

    private long inPairs(java.util.function.Function<Pair, List<Integer>> side) {
        return pairs.stream().mapToLong(pair -> side.apply(pair).size()).sum();
    }

    private static Pairing asked(Observations base, Observations head, List<String> key) {
        for (String attribute : key) {
            requireAttribute(base, attribute);
            requireAttribute(head, attribute);
        }
        Pairing pairing = by(base, head, key, false);
        if (pairing.pairs.isEmpty()) {
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "No segment of the base has the " + String.join(", ", key)
                            + " of one of the head: pair by other attributes, or give --pair none");
        }
        return pairing;
    }

    static void requireAttribute(Observations side, String attribute) {
        boolean there = side.segments().stream().anyMatch(segment -> segment.attribute(attribute) != null);
        if (!there) {
            Set<String> tags = new TreeSet<>();
            side.segments().forEach(segment -> tags.addAll(segment.tags().keySet()));
            Set<String> known = new LinkedHashSet<>();
            for (String name : List.of(SEGMENT, SegmentFacts.VEHICLE, "release", SCENARIO, SEED)) {
                if (side.segments().stream().anyMatch(segment -> segment.attribute(name) != null)) {
                    known.add(name);
                }
            }
            known.addAll(tags);
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "No segment of the " + side.side() + " has \"" + attribute + "\": they have "
                            + String.join(", ", known));
        }
    }

    private static Pairing by(Observations base, Observations head, List<String> key, boolean sameContent) {
        Map<List<String>, Pair> found = new LinkedHashMap<>();
        collect(base, key, sameContent, found, true);
        collect(head, key, sameContent, found, false);
        List<Pair> pairs = new ArrayList<>();
        long repeated = 0;
        long baseIn = 0;
        long headIn = 0;
        for (Pair pair : found.values()) {
            if (!pair.base.isEmpty() && !pair.head.isEmpty()) {
                pairs.add(pair);
                baseIn += pair.base.size();
                headIn += pair.head.size();
                repeated += pair.base.size() > 1 || pair.head.size() > 1 ? 1 : 0;
            }
        }
        return new Pairing(
                key,
                List.copyOf(pairs),
                base.segments().size() - baseIn,
                head.segments().size() - headIn,
                repeated);
    }

    private static void collect(
            Observations side, List<String> key, boolean content, Map<List<String>, Pair> found, boolean isBase) {
        for (int i = 0; i < side.segments().size(); i++) {
            SegmentFacts segment = side.segments().get(i);
            List<String> values = values(segment, key);
            if (values == null) {
                continue;
            }
            if (content) {
                values.add(segment.contentDigest());
            }
            Pair pair = found.computeIfAbsent(
                    values,
                    any -> new Pair(
                            String.join(" ", any.subList(0, key.size())), new ArrayList<>(1), new ArrayList<>(1)));
            (isBase ? pair.base : pair.head).add(i);
        }
    }

    private static @Nullable List<String> values(SegmentFacts segment, List<String> key) {
        List<String> values = new ArrayList<>(key.size() + 1);
        for (String attribute : key) {
            String value = segment.attribute(attribute);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    private static Pairing none(Observations base, Observations head) {
        return new Pairing(
                List.of(), List.of(), base.segments().size(), head.segments().size(), 0);
    }
}
