package dev.odograph.examples.encroachment;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Post-encroachment time between the recording vehicle and those around it: the time between the moment that the first
 * leaves the place where their paths cross and the moment that the second reaches it (Allen, Shin, Cooper 1978, Analysis
 * of Traffic Conflicts and Collisions, Transportation Research Record 667). Below {@code conflict_s} it counts as a
 * conflict.
 */
public final class PostEncroachment implements GraphDefinition {
    /** The library that {@code src/main/cpp} is built into. */
    static final String LIBRARY = "libodograph_examples.so";

    /**
     * The recording vehicle at one moment.
     *
     * @param segmentId recording
     * @param tMs time since the recording's own zero
     * @param eastM its middle in the local plane, east
     * @param northM its middle in the local plane, north
     */
    public record Ego(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * Someone around it at one moment.
     *
     * @param segmentId recording
     * @param objectId who, above 0
     * @param tMs time since the recording's own zero
     * @param eastM its middle in the local plane, east
     * @param northM its middle in the local plane, north
     */
    public record Other(
            @Key String segmentId,
            @Key int objectId,
            @Key @Unit("ms") long tMs,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * A moment of anyone.
     *
     * @param segmentId recording
     * @param trackId 0 for the recording vehicle, else the object's id
     * @param tMs time since the recording's own zero
     * @param eastM east
     * @param northM north
     */
    public record Track(
            @Key String segmentId,
            @Key int trackId,
            @Key @Unit("ms") long tMs,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * The narrowest encounter with one object whose path crosses; metric {@code post_encroachment_time}.
     *
     * @param segmentId recording
     * @param trackId the object
     * @param tMs when the second of both is where the paths cross
     * @param petS post-encroachment time; 0 where both were there at once
     * @param egoFirst whether the recording vehicle was the first
     * @param angleRad between the directions of both, 0 to pi
     * @param eastM where the paths cross, east
     * @param northM where the paths cross, north
     */
    public record Encroachment(
            @Key String segmentId,
            @Key int trackId,
            @Unit("ms") long tMs,
            @Unit("s") double petS,
            boolean egoFirst,
            @Unit("rad") double angleRad,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * One recording; metric {@code encroachment_conflicts}.
     *
     * @param segmentId recording
     * @param encounters objects whose path crosses within the parameter max_pet_s
     * @param conflicts those below the parameter conflict_s
     * @param minPetS the least post-encroachment time; null without encounters
     */
    public record Conflicts(
            @Key String segmentId,
            long encounters,
            long conflicts,
            @Unit("s") @Nullable Double minPetS) {}

    @Override
    public void define(Graph g) {
        g.description("Post-encroachment time and conflicts with those whose path crosses");
        g.owner("road-safety");
        g.parameter("max_pet_s", 5.0, "s");
        g.parameter("conflict_s", 1.5, "s");
        Table<Ego> ego = g.source("ego", Ego.class, "ego");
        Table<Other> objects = g.source("objects", Other.class, "objects");
        Table<Track> tracks = g.sql("tracks", Track.class, query("tracks"), ego, objects);
        Table<Encroachment> encroachments = g.kernel(
                "encroachments",
                Encroachment.class,
                LIBRARY + "/post_encroachment_time",
                Map.of("max_pet_s", "$max_pet_s"),
                tracks);
        g.metric("post_encroachment_time", "1.0", encroachments);
        Table<Conflicts> conflicts = g.sql("conflicts", Conflicts.class, query("conflicts"), ego, encroachments);
        g.metric("encroachment_conflicts", "1.0", conflicts);
    }

    private static SqlText query(String step) {
        return sqlResource(PostEncroachment.class, step + ".sql");
    }
}
