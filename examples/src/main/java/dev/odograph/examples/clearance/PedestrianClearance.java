package dev.odograph.examples.clearance;

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
 * How much room a delivery robot leaves to people: the least distance between its footprint and each person, and for how
 * long it is below {@code limit_m}. The default, 0.45 m, is where intimate distance begins (Hall 1966, The Hidden
 * Dimension). The distance is that of a disc from an oriented rectangle (Ericson 2005, Real-Time Collision Detection,
 * section 5.1.4).
 */
public final class PedestrianClearance implements GraphDefinition {
    private static final String LIBRARY = "libodograph_examples.so";

    /**
     * The robot at one moment.
     *
     * @param segmentId recording
     * @param tMs time since the recording's own zero
     * @param speedMps speed over ground
     * @param eastM its middle in the local plane, east
     * @param northM its middle in the local plane, north
     */
    public record Robot(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * Someone around it at one moment.
     *
     * @param segmentId recording
     * @param objectId who
     * @param tMs time since the recording's own zero
     * @param kind those of kind pedestrian or child are people on foot
     * @param eastM its middle in the local plane, east
     * @param northM its middle in the local plane, north
     */
    public record Someone(
            @Key String segmentId,
            @Key int objectId,
            @Key @Unit("ms") long tMs,
            String kind,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * The robot and a person at one moment.
     *
     * @param segmentId recording
     * @param objectId the person
     * @param tMs time since the recording's own zero
     * @param kind of person
     * @param speedMps the robot's speed
     * @param aheadEastM the person as seen from the robot, east
     * @param aheadNorthM the person as seen from the robot, north
     * @param headingRad where the robot faces, from east to north; null until it first moved
     */
    public record Encounter(
            @Key String segmentId,
            @Key int objectId,
            @Key @Unit("ms") long tMs,
            String kind,
            @Unit("m/s") double speedMps,
            @Unit("m") double aheadEastM,
            @Unit("m") double aheadNorthM,
            @Unit("rad") @Nullable Double headingRad) {}

    /**
     * Room between both.
     *
     * @param segmentId recording
     * @param objectId the person
     * @param tMs time since the recording's own zero
     * @param clearanceM from the footprint's edge to the person's; 0 where they touch
     * @param bearingRad where the person is as the robot sees it, 0 ahead, positive to the left; null without heading
     */
    public record Clearance(
            @Key String segmentId,
            @Key int objectId,
            @Key @Unit("ms") long tMs,
            @Unit("m") double clearanceM,
            @Unit("rad") @Nullable Double bearingRad) {}

    /**
     * One person whom the robot met; metric {@code pedestrian_clearance}.
     *
     * @param segmentId recording
     * @param objectId the person
     * @param kind of person
     * @param tMs when the clearance was least
     * @param minClearanceM the least clearance
     * @param speedMps the robot's speed then
     * @param bearingRad where the person was then; null without heading
     * @param belowS time below the parameter limit_m: each sample lasts until the next, 0.2 s at most
     */
    public record Passing(
            @Key String segmentId,
            @Key int objectId,
            String kind,
            @Unit("ms") long tMs,
            @Unit("m") double minClearanceM,
            @Unit("m/s") double speedMps,
            @Unit("rad") @Nullable Double bearingRad,
            @Unit("s") double belowS) {}

    /**
     * One recording; metric {@code clearance_summary}.
     *
     * @param segmentId recording
     * @param people whom it came near
     * @param tooClose those below the parameter limit_m at some time
     * @param minClearanceM the least clearance of all; null where there was no one
     * @param belowS time below the parameter limit_m, of all people together
     */
    public record Summary(
            @Key String segmentId,
            long people,
            long tooClose,
            @Unit("m") @Nullable Double minClearanceM,
            @Unit("s") double belowS) {}

    @Override
    public void define(Graph g) {
        g.description("Room that a delivery robot leaves to people, and for how long it is too little");
        g.owner("road-safety");
        g.parameter("limit_m", 0.45, "m");
        g.parameter("near_m", 10.0, "m");
        g.parameter("length_m", 0.7, "m");
        g.parameter("width_m", 0.55, "m");
        Table<Robot> robot = g.source("robot", Robot.class, "ego");
        Table<Someone> around = g.source("around", Someone.class, "objects");
        Table<Encounter> encounters = g.sql("encounters", Encounter.class, query("encounters"), robot, around);
        Table<Clearance> clearances = g.kernel(
                "clearances",
                Clearance.class,
                LIBRARY + "/footprint_clearance",
                Map.of("length_m", "$length_m", "width_m", "$width_m"),
                encounters);
        Table<Passing> passings = g.sql("passings", Passing.class, query("passings"), encounters, clearances);
        g.metric("pedestrian_clearance", "1.0", passings);
        Table<Summary> summary = g.sql("summary", Summary.class, query("summary"), robot, passings);
        g.metric("clearance_summary", "1.0", summary);
    }

    private static SqlText query(String step) {
        return sqlResource(PedestrianClearance.class, step + ".sql");
    }
}
