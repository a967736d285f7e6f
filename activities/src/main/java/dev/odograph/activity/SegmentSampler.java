package dev.odograph.activity;

import dev.odograph.contract.SegmentSample;
import dev.odograph.dataset.Segment;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.plan.SegmentRef;
import dev.odograph.spec.Digests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws a stratified sample. Places go to strata by the method of Sainte-Laguë (1910), which keeps to proportions and
 * gives every stratum a place before any gets its second; within a stratum the segments with the least hashes of seed
 * and identity are taken, so that a segment more or less changes no other's draw.
 */
final class SegmentSampler {
    private static final String NONE = "\u0000";

    private final SegmentSample sample;
    private final Map<String, List<Drawn>> strata = new TreeMap<>();
    private final Set<String> found = new HashSet<>();
    private final Set<String> tags = new TreeSet<>();

    private SegmentSampler(SegmentSample sample) {
        this.sample = sample;
    }

    /** A segment with its place in the draw. */
    private record Drawn(String hash, SegmentRef segment) {}

    /** A stratum that may get another place. */
    private record Claim(String stratum, int size, int taken, String hash) {
        /** Less is served first. */
        double divisor() {
            return (2.0 * taken + 1) / size;
        }
    }

    /**
     * The sample of these segments.
     *
     * @param dataset what holds them, for messages
     * @throws OdographException ARGUMENT_INVALID where no segment has an attribute or tag that the sample is by
     */
    static List<SegmentRef> draw(String dataset, Stream<Segment> segments, SegmentSample sample) {
        SegmentSampler sampler = new SegmentSampler(sample);
        segments.forEach(sampler::add);
        sampler.requireAttributes(dataset);
        return sampler.drawn();
    }

    private void add(Segment segment) {
        tags.addAll(segment.tags().keySet());
        List<String> values = new ArrayList<>();
        for (String name : sample.by()) {
            String value = value(segment, name);
            if (value != null) {
                found.add(name);
            }
            values.add(value == null ? NONE : value);
        }
        strata.computeIfAbsent(String.join("\u0001", values), any -> new ArrayList<>())
                .add(new Drawn(hash(identity(segment)), segment.ref()));
    }

    private static @Nullable String value(Segment segment, String name) {
        return switch (name) {
            case "vehicle" -> segment.vehicle();
            case "release" -> segment.release();
            case "scenario_id" -> segment.scenarioId();
            default -> segment.tags().get(name);
        };
    }

    /** What a simulation is of, so that another of the same is drawn as well; else the recording. */
    private static String identity(Segment segment) {
        return segment.scenarioId() == null
                ? "segment/" + segment.segmentId()
                : "scenario/" + segment.scenarioId() + "/" + segment.scenarioSeed();
    }

    private String hash(String text) {
        return Digests.sha256Hex("sample", String.valueOf(sample.seed()), text);
    }

    private void requireAttributes(String dataset) {
        for (String name : sample.by()) {
            if (!found.contains(name) && !strata.isEmpty()) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "No segment of dataset " + dataset + " has \"" + name
                                + "\" to sample by: take vehicle, release,"
                                + " scenario_id where they are recorded"
                                + (tags.isEmpty()
                                        ? "; it has no tags"
                                        : ", or one of the tags " + String.join(", ", tags)));
            }
        }
    }

    private List<SegmentRef> drawn() {
        Map<String, Integer> places = places();
        List<SegmentRef> drawn = new ArrayList<>();
        strata.forEach((stratum, segments) -> segments.stream()
                .sorted(Comparator.comparing(Drawn::hash)
                        .thenComparing(one -> one.segment().segmentId()))
                .limit(places.getOrDefault(stratum, 0))
                .map(Drawn::segment)
                .forEach(drawn::add));
        return List.copyOf(drawn);
    }

    private Map<String, Integer> places() {
        PriorityQueue<Claim> claims = new PriorityQueue<>(Comparator.comparing((Claim claim) -> claim.taken() > 0)
                .thenComparingDouble(Claim::divisor)
                .thenComparing(Claim::hash));
        strata.forEach((stratum, segments) -> claims.add(new Claim(stratum, segments.size(), 0, hash(stratum))));
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < sample.segments() && !claims.isEmpty(); place++) {
            Claim claim = claims.remove();
            int taken = claim.taken() + 1;
            places.put(claim.stratum(), taken);
            if (taken < claim.size()) {
                claims.add(new Claim(claim.stratum(), claim.size(), taken, claim.hash()));
            }
        }
        return places;
    }
}
