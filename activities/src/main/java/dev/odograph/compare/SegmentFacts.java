package dev.odograph.compare;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison knows of a recording.
 *
 * @param segmentId its id
 * @param contentDigest digest of its content
 * @param vehicle the vehicle; null where unknown
 * @param release release of the robot's software; null where unknown
 * @param scenarioId scenario of a simulation; null where it is none
 * @param scenarioSeed seed of a simulation; null where it is none
 * @param kilometres driven; null where not recorded
 * @param hours recorded; null where not known
 * @param tags names and values, as corrected
 */
public record SegmentFacts(
        String segmentId,
        String contentDigest,
        @Nullable String vehicle,
        @Nullable String release,
        @Nullable String scenarioId,
        @Nullable Long scenarioSeed,
        @Nullable Double kilometres,
        @Nullable Double hours,
        SortedMap<String, String> tags) {
    /** Name of the attribute that is the segment's id. */
    public static final String SEGMENT = "segment";

    /** Name of the attribute that is the scenario. */
    public static final String SCENARIO = "scenario_id";

    /** Name of the attribute that is the scenario's seed. */
    public static final String SEED = "seed";

    /** Name of the attribute that is the vehicle. */
    public static final String VEHICLE = "vehicle";

    public SegmentFacts {
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(contentDigest, "contentDigest is null");
        tags = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** A recording of which only these facts are known. */
    public static SegmentFacts of(String segmentId, String contentDigest, Map<String, String> attributes) {
        SortedMap<String, String> tags = new TreeMap<>(attributes);
        String seed = tags.remove(SEED);
        return new SegmentFacts(
                segmentId,
                contentDigest,
                tags.remove(VEHICLE),
                tags.remove("release"),
                tags.remove(SCENARIO),
                seed == null ? null : Long.valueOf(seed),
                null,
                null,
                tags);
    }

    /** The value of an attribute: segment, vehicle, release, scenario_id, seed, or else a tag; null where it has none. */
    public @Nullable String attribute(String name) {
        return switch (name) {
            case SEGMENT, "segment_id" -> segmentId;
            case VEHICLE -> vehicle;
            case "release" -> release;
            case SCENARIO -> scenarioId;
            case SEED, "scenario_seed" -> scenarioSeed == null ? null : Long.toString(scenarioSeed);
            default -> tags.get(name.startsWith("tag.") ? name.substring(4) : name);
        };
    }
}
