package dev.odograph.examples.stuck;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import dev.odograph.spec.Measure;
import org.jspecify.annotations.Nullable;

/** How often and for how long delivery robots are stuck, and how soon they are helped. */
public final class StuckAndRescue implements GraphDefinition {
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
     * Who drives at one moment, while the robot is on a mission.
     *
     * @param segmentId recording
     * @param tMs time since the recording's own zero
     * @param mode autonomous, remote or manual
     * @param routeM place along the route
     * @param routeLengthM length of the route
     */
    public record Mode(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            String mode,
            @Unit("m") double routeM,
            @Unit("m") double routeLengthM) {}

    /**
     * A moment of a mission, before its goal.
     *
     * @param segmentId recording
     * @param tMs time since the recording's own zero
     * @param speedMps speed over ground
     * @param mode who drives
     * @param routeM place along the route
     */
    public record Driving(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps,
            String mode,
            @Unit("m") double routeM) {}

    /**
     * One time that the robot was stuck.
     *
     * @param segmentId recording
     * @param startMs first moment at which it stands, since the recording's own zero
     * @param stuckS until it moves again, or the mission's recording ends
     * @param helpAfterS until someone took over; null where nobody did, as the next
     * @param rescueS from then until it moves again
     * @param help most that was needed: autonomous (it freed itself), remote or manual
     * @param ended whether it moved again
     * @param routeM place along the route
     */
    public record Episode(
            @Key String segmentId,
            @Key @Unit("ms") long startMs,
            @Unit("s") double stuckS,
            @Unit("s") @Nullable Double helpAfterS,
            @Unit("s") @Nullable Double rescueS,
            String help,
            boolean ended,
            @Unit("m") double routeM) {}

    /**
     * One mission.
     *
     * @param segmentId recording
     * @param missionS time on the mission
     * @param episodes times that it was stuck
     * @param stuckS time that it was stuck
     * @param stuckShare of its time, 0 to 1; null for a mission of one moment
     * @param remote times that an operator helped from afar
     * @param manual times that a person came
     * @param meanHelpAfterS mean time until someone took over; null where nobody did, as the next
     * @param meanRescueS mean time from then until it moved
     * @param betweenS time not stuck over times stuck; null where it never was
     */
    public record StuckTime(
            @Key String segmentId,
            @Unit("s") double missionS,
            long episodes,
            @Unit("s") double stuckS,
            @Unit("1") @Nullable Double stuckShare,
            long remote,
            long manual,
            @Unit("s") @Nullable Double meanHelpAfterS,
            @Unit("s") @Nullable Double meanRescueS,
            @Unit("s") @Nullable Double betweenS) {}

    @Override
    public void define(Graph g) {
        g.description("Stuck delivery robots: how often, how long, and how soon they are rescued");
        g.owner("delivery-operations");
        g.parameter("standing_mps", 0.15, "m/s");
        g.parameter("stuck_after_s", 10.0, "s");
        Table<Ego> ego = g.source("ego", Ego.class, "ego");
        Table<Mode> mode = g.source("mission", Mode.class, "mission");
        Table<Driving> driving = g.sql("driving", Driving.class, query("driving"), ego, mode);
        Table<Episode> episodes = g.java("stuck_episodes", Episode.class, StuckEpisodes.class, driving);
        g.metric(
                "stuck_episode",
                "1.0",
                episodes,
                Measure.count("start_ms").perRecordedHours(1).lowerIsBetter().named("episodes_per_hour"));
        Table<StuckTime> time = g.sql("stuck_time", StuckTime.class, query("stuck_time"), driving, episodes);
        g.metric(
                "stuck_time",
                "1.0",
                time,
                Measure.rate("stuck_s", "mission_s", 1).lowerIsBetter().named("stuck_share_of_time"),
                Measure.mean("mean_help_after_s").lowerIsBetter(),
                Measure.mean("mean_rescue_s").lowerIsBetter());
    }

    private static SqlText query(String step) {
        return sqlResource(StuckAndRescue.class, step + ".sql");
    }
}
