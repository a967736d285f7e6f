package dev.odograph.examples.stringstability;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import dev.odograph.spec.Measure;
import org.jspecify.annotations.Nullable;

/** How disturbances of speed grow along a platoon, by windows over time in SQL. */
public final class StringStability implements GraphDefinition {
    /**
     * One vehicle at one moment, as recorded.
     *
     * @param segmentId recording
     * @param position place in the platoon; 1 leads
     * @param tMs time since the recording's own zero, 100 ms apart
     * @param speedMps speed over ground
     */
    public record Sample(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps) {}

    /**
     * How far its speed is from its usual one.
     *
     * @param segmentId recording
     * @param position place in the platoon
     * @param tMs time since the recording's own zero
     * @param deviationMps speed less its mean over 30 s before and after
     */
    public record Disturbance(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double deviationMps) {}

    /**
     * What one follower makes of the disturbances of the vehicle ahead, over the moments at which both are known.
     *
     * @param segmentId recording
     * @param position the follower's place
     * @param seconds time compared
     * @param aheadRmsMps root mean square of the disturbances ahead
     * @param ownRmsMps root mean square of its own
     * @param l2Gain own over ahead; null where nothing was disturbed ahead, as the next
     * @param linfGain greatest own over greatest ahead
     */
    public record Gain(
            @Key String segmentId,
            @Key int position,
            @Unit("s") double seconds,
            @Unit("m/s") double aheadRmsMps,
            @Unit("m/s") double ownRmsMps,
            @Unit("1") @Nullable Double l2Gain,
            @Unit("1") @Nullable Double linfGain) {}

    /**
     * A recording's platoon.
     *
     * @param segmentId recording
     * @param followers vehicles with one ahead
     * @param amplifying followers whose L2 gain is above 1
     * @param worstL2Gain greatest L2 gain of a follower
     * @param headToTailGain last follower's root mean square over the leader's
     * @param strictlyStable whether no follower amplifies; null where nothing was disturbed
     */
    public record Stability(
            @Key String segmentId,
            long followers,
            long amplifying,
            @Unit("1") @Nullable Double worstL2Gain,
            @Unit("1") @Nullable Double headToTailGain,
            @Nullable Boolean strictlyStable) {}

    @Override
    public void define(Graph g) {
        g.description("String stability of a platoon: gain of speed disturbances from vehicle to vehicle");
        g.owner("motion-control");
        Table<Sample> samples = g.source("samples", Sample.class);
        Table<Sample> plausible = g.check("plausible", samples, rules -> rules.range("speed_mps", -5, 90));
        Table<Disturbance> disturbance = g.sql("disturbance", Disturbance.class, query("disturbance"), plausible);
        Table<Gain> gain = g.sql("follower_gain", Gain.class, query("follower_gain"), disturbance);
        g.metric("follower_gain", "1.0", gain, Measure.mean("l2_gain").lowerIsBetter());
        Table<Stability> stability = g.sql("string_stability", Stability.class, query("string_stability"), gain);
        g.metric(
                "string_stability",
                "1.0",
                stability,
                Measure.mean("worst_l2_gain").lowerIsBetter(),
                Measure.mean("head_to_tail_gain").lowerIsBetter());
    }

    private static SqlText query(String step) {
        return sqlResource(StringStability.class, step + ".sql");
    }
}
