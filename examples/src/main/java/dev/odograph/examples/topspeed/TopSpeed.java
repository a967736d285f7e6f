package dev.odograph.examples.topspeed;

import static dev.odograph.graph.SqlText.sql;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;

/** The shortest useful graph: a source, a check, a query, a metric. */
public final class TopSpeed implements GraphDefinition {
    /**
     * What is read of each recording: columns by these names, in snake_case.
     *
     * @param segmentId recording
     * @param position which vehicle of the recording
     * @param tMs time since the recording's own zero
     * @param speedMps speed over ground
     */
    public record Speed(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps) {}

    /**
     * What is stored: one row for each vehicle of a recording.
     *
     * @param segmentId recording
     * @param position which vehicle of the recording
     * @param topMps greatest speed
     * @param topKmh the same in km/h
     */
    public record Fastest(
            @Key String segmentId,
            @Key int position,
            @Unit("m/s") double topMps,
            @Unit("km/h") double topKmh) {}

    @Override
    public void define(Graph g) {
        g.description("Top speed of each vehicle");
        Table<Speed> speeds = g.source("speeds", Speed.class);
        Table<Speed> plausible = g.check("plausible", speeds, rules -> rules.range("speed_mps", -1, 90));
        Table<Fastest> topSpeed = g.sql("top_speed", Fastest.class, sql("""
                        SELECT segment_id, position, max(speed_mps) AS top_mps, max(speed_mps) * 3.6::DOUBLE AS top_kmh
                        FROM plausible
                        GROUP BY segment_id, position
                        """), plausible);
        g.metric("top_speed", "1.0", topSpeed);
    }
}
