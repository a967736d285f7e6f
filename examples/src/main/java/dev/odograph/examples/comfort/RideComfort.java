package dev.odograph.examples.comfort;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import dev.odograph.spec.Measure;
import org.jspecify.annotations.Nullable;

/** How comfortably each vehicle accelerates and brakes, from its speed at 10 Hz, by windows over time in SQL. */
public final class RideComfort implements GraphDefinition {
    /**
     * One vehicle at one moment, as recorded.
     *
     * @param segmentId recording
     * @param position which vehicle of the recording
     * @param tMs time since the recording's own zero, 100 ms apart
     * @param speedMps speed over ground
     */
    public record Sample(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps) {}

    /**
     * Its derivatives; null where a sample that they need is missing.
     *
     * @param segmentId recording
     * @param position which vehicle of the recording
     * @param tMs time since the recording's own zero
     * @param accelMps2 central difference of speed over 0.4 s
     * @param jerkMps3 second difference of speed over 0.8 s
     */
    public record Motion(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s^2") @Nullable Double accelMps2,
            @Unit("m/s^3") @Nullable Double jerkMps3) {}

    /**
     * The same with the second before it.
     *
     * @param segmentId recording
     * @param position which vehicle of the recording
     * @param tMs time since the recording's own zero
     * @param accelMps2 acceleration
     * @param jerkMps3 jerk
     * @param runningRmsMps2 root mean square of acceleration over the second that ends here; null where it is not whole
     */
    public record Felt(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s^2") @Nullable Double accelMps2,
            @Unit("m/s^3") @Nullable Double jerkMps3,
            @Unit("m/s^2") @Nullable Double runningRmsMps2) {}

    /**
     * What is stored: one row for each vehicle of a recording; figures are null where nothing could be derived.
     *
     * @param segmentId recording
     * @param position which vehicle of the recording
     * @param seconds time with a known acceleration
     * @param rmsAccelMps2 root mean square of acceleration, unweighted
     * @param mtvvMps2 greatest running root mean square over one second
     * @param uncomfortableS time with a running root mean square of 0.8 m/s² or more
     * @param jerkP50Mps3 median of absolute jerk, interpolated, as the next two
     * @param jerkP95Mps3 95th percentile of absolute jerk
     * @param jerkP99Mps3 99th percentile of absolute jerk
     * @param jerkyS time with an absolute jerk above {@code jerk_limit_mps3}
     */
    public record Comfort(
            @Key String segmentId,
            @Key int position,
            @Unit("s") double seconds,
            @Unit("m/s^2") @Nullable Double rmsAccelMps2,
            @Unit("m/s^2") @Nullable Double mtvvMps2,
            @Unit("s") double uncomfortableS,
            @Unit("m/s^3") @Nullable Double jerkP50Mps3,
            @Unit("m/s^3") @Nullable Double jerkP95Mps3,
            @Unit("m/s^3") @Nullable Double jerkP99Mps3,
            @Unit("s") double jerkyS) {}

    @Override
    public void define(Graph g) {
        g.description(
                "Ride comfort: RMS acceleration (ISO 2631-1, unweighted), its worst second, and jerk percentiles");
        g.owner("ride-quality");
        g.parameter("jerk_limit_mps3", 2.94, "m/s^3");
        Table<Sample> samples = g.source("samples", Sample.class);
        Table<Sample> plausible = g.check("plausible", samples, rules -> rules.range("speed_mps", -5, 90));
        Table<Motion> motion = g.sql("motion", Motion.class, sqlResource(RideComfort.class, "motion.sql"), plausible);
        Table<Felt> felt = g.sql("felt", Felt.class, sqlResource(RideComfort.class, "felt.sql"), motion);
        Table<Comfort> comfort =
                g.sql("ride_comfort", Comfort.class, sqlResource(RideComfort.class, "ride_comfort.sql"), felt);
        g.metric(
                "ride_comfort",
                "1.0",
                comfort,
                Measure.mean("rms_accel_mps2").lowerIsBetter(),
                Measure.mean("mtvv_mps2").lowerIsBetter(),
                Measure.mean("jerk_p95_mps3").lowerIsBetter(),
                Measure.rate("jerky_s", "seconds", 1).lowerIsBetter().named("jerky_share"));
    }
}
