package dev.odograph.examples.routeprogress;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import dev.odograph.spec.Measure;
import org.jspecify.annotations.Nullable;

/** Progress of delivery robots on their routes, and the share of missions that succeed. */
public final class RouteProgress implements GraphDefinition {
    /**
     * The robot at one moment.
     *
     * @param segmentId recording
     * @param tMs time since the recording's own zero, 100 ms apart
     * @param speedMps speed over ground
     */
    public record Ego(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps) {}

    /**
     * Its mission at one moment, until it is at the goal.
     *
     * @param segmentId recording
     * @param tMs time since the recording's own zero
     * @param mode who drives: autonomous, remote or manual
     * @param routeM place along the route
     * @param routeLengthM length of the route
     * @param crossTrackM distance from the route, left positive
     */
    public record Mission(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            String mode,
            @Unit("m") double routeM,
            @Unit("m") double routeLengthM,
            @Unit("m") double crossTrackM) {}

    /**
     * One mission.
     *
     * @param segmentId recording
     * @param routeLengthM length of the route
     * @param progressM furthest place along the route, less where it began
     * @param completion progress over what was to be driven, 0 to 1
     * @param drivenM path that was driven until the mission's end
     * @param progressMps progress over time
     * @param crossTrackRmsM root mean square of the distance from the route
     * @param interventions times that someone took over
     * @param arrived whether the goal was reached within {@code goal_m}
     * @param success whether it arrived without a person on site
     * @param spl success weighted by path length, 0 to 1
     */
    public record Progress(
            @Key String segmentId,
            @Unit("m") double routeLengthM,
            @Unit("m") double progressM,
            @Unit("1") @Nullable Double completion,
            @Unit("m") double drivenM,
            @Unit("m/s") @Nullable Double progressMps,
            @Unit("m") double crossTrackRmsM,
            long interventions,
            boolean arrived,
            boolean success,
            @Unit("1") @Nullable Double spl) {}

    /**
     * All missions.
     *
     * @param missions recordings with a mission
     * @param arrived missions that reached their goal
     * @param successes missions that succeeded
     * @param successRate successes over missions; null without missions, as all that follow
     * @param successLow lower end of its 95 % interval
     * @param successHigh upper end of it
     * @param meanSpl mean of SPL
     * @param kmPerIntervention distance driven over interventions; null where there were none
     */
    public record Success(
            long missions,
            long arrived,
            long successes,
            @Unit("1") @Nullable Double successRate,
            @Unit("1") @Nullable Double successLow,
            @Unit("1") @Nullable Double successHigh,
            @Unit("1") @Nullable Double meanSpl,
            @Unit("km") @Nullable Double kmPerIntervention) {}

    @Override
    public void define(Graph g) {
        g.description("Route progress and mission success of delivery robots");
        g.owner("delivery-operations");
        g.parameter("goal_m", 0.5, "m");
        Table<Ego> ego = g.source("ego", Ego.class, "ego");
        Table<Mission> mission = g.source("mission", Mission.class, "mission");
        Table<Mission> known = g.check(
                "known", mission, rules -> rules.range("route_m", 0, 100_000).range("route_length_m", 0, 100_000));
        Table<Progress> progress = g.sql(
                "route_progress", Progress.class, sqlResource(RouteProgress.class, "route_progress.sql"), ego, known);
        g.metric(
                "route_progress",
                "1.0",
                progress,
                Measure.mean("success").higherIsBetter(),
                Measure.mean("completion").higherIsBetter(),
                Measure.mean("spl").higherIsBetter(),
                Measure.rate("interventions", "driven_m", 1_000).lowerIsBetter().named("interventions_per_km"));
        Table<Success> success = g.reduce(
                "mission_success", Success.class, sqlResource(RouteProgress.class, "mission_success.sql"), progress);
        g.metric("mission_success", "1.0", success);
    }
}
