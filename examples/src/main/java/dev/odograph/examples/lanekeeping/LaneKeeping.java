package dev.odograph.examples.lanekeeping;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.Table;
import dev.odograph.spec.Measure;

/** How well vehicles keep their lane: spread across it, time to line crossing, and departures by a Java step. */
public final class LaneKeeping implements GraphDefinition {
    @Override
    public void define(Graph g) {
        g.description("Lane keeping: lateral offset, SDLP, time to line crossing, lane departures per km");
        g.owner("motion-control");
        g.parameter("lane_width_m", 3.5, "m");
        g.parameter("vehicle_width_m", 1.9, "m");
        g.parameter("tlc_limit_s", 1.0, "s");

        Table<LaneSample> samples = g.source("samples", LaneSample.class);
        Table<LaneSample> plausible = g.check(
                "plausible", samples, rules -> rules.range("speed_mps", -5, 90).range("lane_offset_m", -20, 20));

        Table<LaneOffset> offsets = g.sql("offsets", LaneOffset.class, query("offsets"), plausible);
        Table<LaneDeparture> departures = g.java("lane_departures", LaneDeparture.class, LaneDepartures.class, offsets);
        g.metric(
                "lane_departure",
                "1.0",
                departures,
                Measure.count("start_ms").perRecordedKm(1_000).lowerIsBetter().named("departures_per_1000_km"));

        Table<LaneQuality> quality =
                g.sql("lane_keeping", LaneQuality.class, query("lane_keeping"), plausible, offsets, departures);
        g.metric(
                "lane_keeping",
                "1.0",
                quality,
                Measure.mean("sdlp_m").lowerIsBetter(),
                Measure.rate("tlc_exposed_s", "seen_s", 1).lowerIsBetter().named("tlc_exposed_share"),
                Measure.rate("departures", "distance_km", 1).lowerIsBetter().named("departures_per_km"));
    }

    private static SqlText query(String step) {
        return sqlResource(LaneKeeping.class, step + ".sql");
    }
}
