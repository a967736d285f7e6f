package dev.odograph.examples.carfollowing;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.Table;
import dev.odograph.spec.Measure;
import java.util.Map;

/**
 * How safely the vehicles of a platoon follow each other: surrogate safety measures from positions and speeds at 10 Hz.
 * Positions count from the leader, which is 1.
 */
public final class CarFollowing implements GraphDefinition {
    @Override
    public void define(Graph g) {
        g.description("Surrogate safety of vehicles in a platoon: time to collision, headway, hard braking, exposure");
        g.owner("road-safety");
        g.parameter("ttc_limit_s", 4.0, "s");
        g.parameter("hard_brake_mps2", -3.0, "m/s^2");

        Table<Sample> samples = g.source("samples", Sample.class);

        Table<Pair> pairs = g.sql("pairs", Pair.class, query("pairs"), samples);
        Table<Ttc> timeToCollision = g.kernel(
                "time_to_collision",
                Ttc.class,
                "time_to_collision",
                Map.of("min_closing_mps", 0.1, "min_speed_mps", 1.0),
                pairs);
        g.metric("ttc", "1.0", timeToCollision, Measure.min("ttc_s").higherIsBetter());

        Table<Accel> accel = g.sql("accel", Accel.class, query("accel"), samples);
        Table<HardBrake> hardBrakes = g.java("hard_brakes", HardBrake.class, HardBrakes.class, accel);
        g.metric(
                "hard_brake",
                "1.0",
                hardBrakes,
                Measure.count("start_ms").perRecordedKm(1_000).lowerIsBetter().named("events_per_1000_km"));

        Table<Exposure> exposure = g.sql("exposure", Exposure.class, query("exposure"), samples);
        g.metric("exposure", "1.0", exposure);

        Table<PlatoonSafety> platoonSafety = g.sql(
                "platoon_safety", PlatoonSafety.class, query("platoon_safety"), exposure, timeToCollision, hardBrakes);
        g.metric(
                "platoon_safety",
                "1.0",
                platoonSafety,
                Measure.mean("min_ttc_s").higherIsBetter(),
                Measure.mean("max_drac_mps2").lowerIsBetter(),
                Measure.mean("headway_p05_s").higherIsBetter(),
                Measure.mean("headway_p50_s").higherIsBetter(),
                Measure.rate("tet_s", "hours", 1).lowerIsBetter().named("tet_s_per_hour"),
                Measure.rate("hard_brakes", "distance_km", 1_000)
                        .lowerIsBetter()
                        .named("hard_brakes_per_1000_km"));

        Table<FleetSafety> fleetSafety =
                g.reduce("fleet_safety", FleetSafety.class, query("fleet_safety"), platoonSafety);
        g.metric("fleet_safety", "1.0", fleetSafety);
    }

    private static SqlText query(String step) {
        return sqlResource(CarFollowing.class, step + ".sql");
    }
}
