package dev.odograph.compare;

import static dev.odograph.compare.SegmentFacts.SCENARIO;
import static dev.odograph.compare.SegmentFacts.SEED;
import static dev.odograph.compare.SegmentFacts.VEHICLE;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the segments of both sides become independent units: pairs, or clusters of pairs or of segments, with strata.
 *
 * @param pairing what pairs
 * @param cluster attribute whose segments depend on each other; null where each pair is a unit of its own
 * @param members indices of the segments of each unit
 * @param strata names of the strata; one, without a name, where there are none
 * @param baseStratum stratum of each of the base's segments
 * @param headStratum stratum of each of the head's segments
 * @param baseUnclustered number of the base's segments that no unit has, for lack of the attribute
 * @param headUnclustered likewise of the head's
 */
record Design(
        Pairing pairing,
        @Nullable String cluster,
        List<Member> members,
        List<String> strata,
        List<Integer> baseStratum,
        List<Integer> headStratum,
        long baseUnclustered,
        long headUnclustered) {
    /** Below so many scenarios, pairs are not clustered by them unasked. */
    private static final int LEAST_SCENARIOS = 20;

    private static final int MOST_STRATA = 200;

    record Member(String name, List<Integer> base, List<Integer> head) {
        boolean isOnBoth() {
            return !base.isEmpty() && !head.isEmpty();
        }
    }

    static Design of(Observations base, Observations head, CompareOptions options) {
        Pairing pairing = Pairing.of(base, head, options);
        return pairing.isPaired() ? paired(base, head, pairing, options) : unpaired(base, head, pairing, options);
    }

    private static Design paired(Observations base, Observations head, Pairing pairing, CompareOptions options) {
        String cluster = options.cluster();
        if (cluster == null && pairing.key().equals(List.of(SCENARIO, SEED))) {
            Set<String> scenarios = new HashSet<>();
            pairing.pairs()
                    .forEach(pair -> scenarios.add(String.valueOf(
                            base.segments().get(pair.base().getFirst()).scenarioId())));
            boolean several = pairing.pairs().size() >= 1.5 * scenarios.size();
            cluster = several && scenarios.size() >= LEAST_SCENARIOS ? SCENARIO : null;
        } else if (cluster != null) {
            Pairing.requireAttribute(base, cluster);
        }
        Map<String, Member> units = new LinkedHashMap<>();
        long unclustered = 0;
        for (Pairing.Pair pair : pairing.pairs()) {
            String name = cluster == null
                    ? pair.name()
                    : base.segments().get(pair.base().getFirst()).attribute(cluster);
            if (name == null) {
                unclustered++;
                continue;
            }
            Member unit = units.computeIfAbsent(name, Design::member);
            unit.base.addAll(pair.base());
            unit.head.addAll(pair.head());
        }
        return new Design(
                pairing,
                cluster,
                List.copyOf(units.values()),
                List.of(""),
                zeros(base.segments().size()),
                zeros(head.segments().size()),
                unclustered,
                unclustered);
    }

    private static Design unpaired(Observations base, Observations head, Pairing pairing, CompareOptions options) {
        String cluster = options.cluster() == null ? VEHICLE : options.cluster();
        boolean there = has(base, cluster) && has(head, cluster);
        if (!there && options.cluster() == null) {
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "Neither a key nor a cluster: too few segments of both sides are the same recordings, or share"
                            + " scenario_id and seed, and no vehicles are known. Pair by --pair ATTRIBUTE,…; or name by"
                            + " --cluster what segments depend on each other by, --cluster segment if they do not");
        }
        Pairing.requireAttribute(base, cluster);
        Pairing.requireAttribute(head, cluster);
        Map<String, Member> found = new LinkedHashMap<>();
        long baseWithout = collect(base, cluster, found, true);
        long headWithout = collect(head, cluster, found, false);
        List<Member> members = new ArrayList<>();
        found.values().stream().filter(Member::isOnBoth).forEach(members::add);
        found.values().stream().filter(unit -> unit.head.isEmpty()).forEach(members::add);
        found.values().stream().filter(unit -> unit.base.isEmpty()).forEach(members::add);
        Map<String, Integer> strata = new LinkedHashMap<>();
        options.stratify().forEach(tag -> {
            Pairing.requireAttribute(base, tag);
            Pairing.requireAttribute(head, tag);
        });
        List<Integer> baseStratum = stratum(base, options.stratify(), strata);
        List<Integer> headStratum = stratum(head, options.stratify(), strata);
        if (strata.size() > MOST_STRATA) {
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "Stratified by " + String.join(", ", options.stratify()) + " there are " + strata.size()
                            + " strata, more than " + MOST_STRATA + ": choose fewer tags, or tags with fewer values");
        }
        return new Design(
                pairing,
                cluster,
                List.copyOf(members),
                List.copyOf(strata.keySet()),
                baseStratum,
                headStratum,
                baseWithout,
                headWithout);
    }

    /** The units with the sums of one measure, without those that have no value on a side that they are on. */
    Units units(Observations base, Observations head, int measure) {
        List<Member> kept = new ArrayList<>();
        List<Member> baseKept = new ArrayList<>();
        List<Member> headKept = new ArrayList<>();
        for (Member member : members) {
            boolean onBase = hasValue(base, measure, member.base);
            boolean onHead = hasValue(head, measure, member.head);
            if (onBase && onHead) {
                kept.add(member);
            } else if (onBase && !pairing.isPaired()) {
                baseKept.add(member);
            } else if (onHead && !pairing.isPaired()) {
                headKept.add(member);
            }
        }
        int both = kept.size();
        kept.addAll(baseKept);
        kept.addAll(headKept);
        int size = kept.size() * strata.size();
        double[] sums = new double[4 * size];
        for (int unit = 0; unit < kept.size(); unit++) {
            sum(base, measure, kept.get(unit), true, sums, unit, 0, size);
            sum(head, measure, kept.get(unit), false, sums, unit, 2 * size, 3 * size);
        }
        return new Units(
                both,
                baseKept.size(),
                headKept.size(),
                strata.size(),
                java.util.Arrays.copyOfRange(sums, 0, size),
                java.util.Arrays.copyOfRange(sums, size, 2 * size),
                java.util.Arrays.copyOfRange(sums, 2 * size, 3 * size),
                java.util.Arrays.copyOfRange(sums, 3 * size, 4 * size));
    }

    private void sum(
            Observations side,
            int measure,
            Member member,
            boolean isBase,
            double[] sums,
            int unit,
            int numerators,
            int denominators) {
        for (int segment : isBase ? member.base : member.head) {
            int at = unit * strata.size() + (isBase ? baseStratum : headStratum).get(segment);
            if (side.denominator(measure, segment) > 0) {
                sums[numerators + at] += side.numerator(measure, segment);
                sums[denominators + at] += side.denominator(measure, segment);
            }
        }
    }

    private static boolean hasValue(Observations side, int measure, List<Integer> segments) {
        for (int segment : segments) {
            if (side.denominator(measure, segment) > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Observations side, String attribute) {
        return side.segments().stream().anyMatch(segment -> segment.attribute(attribute) != null);
    }

    private static long collect(Observations side, String cluster, Map<String, Member> found, boolean isBase) {
        long without = 0;
        for (int i = 0; i < side.segments().size(); i++) {
            String name = side.segments().get(i).attribute(cluster);
            if (name == null) {
                without++;
            } else {
                Member unit = found.computeIfAbsent(name, Design::member);
                (isBase ? unit.base : unit.head).add(i);
            }
        }
        return without;
    }

    private static List<Integer> stratum(Observations side, List<String> tags, Map<String, Integer> strata) {
        List<Integer> of = new ArrayList<>();
        for (SegmentFacts segment : side.segments()) {
            List<String> values = new ArrayList<>();
            for (String tag : tags) {
                String value = segment.attribute(tag);
                values.add(tag + "=" + (value == null ? "?" : value));
            }
            of.add(strata.computeIfAbsent(String.join(", ", values), any -> strata.size()));
        }
        return List.copyOf(of);
    }

    private static Member member(String name) {
        return new Member(name, new ArrayList<>(2), new ArrayList<>(2));
    }

    private static List<Integer> zeros(int count) {
        return java.util.Collections.nCopies(count, 0);
    }
}
