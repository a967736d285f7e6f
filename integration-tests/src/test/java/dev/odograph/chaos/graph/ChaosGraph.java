package dev.odograph.chaos.graph;

import static dev.odograph.graph.SqlText.sql;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps of every kind, four metrics and a reduce. The parameter {@code round} enters every key and no row, so that each
 * round computes and stores anew what must come out the same.
 */
public final class ChaosGraph implements GraphDefinition {
    /** One vehicle at one moment, as recorded. */
    public record Sample(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps,
            @Unit("m") @Nullable Double gapM) {}

    /** A follower and the vehicle before it at one moment. */
    public record Pair(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps,
            @Unit("m") double gapM,
            @Unit("m/s") double closingMps) {}

    /** What the kernel makes of a pair. */
    public record Ttc(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("s") @Nullable Double ttcS,
            @Unit("m/s^2") @Nullable Double dracMps2,
            @Unit("s") @Nullable Double headwayS) {}

    /** Speed at one moment. */
    public record Speed(
            @Key String segmentId,
            @Key int position,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps) {}

    /** One recording. */
    public record Summary(
            @Key String segmentId,
            long samples,
            long closing,
            @Unit("m/s") double topMps) {}

    /** All recordings. */
    public record Totals(
            long segments,
            long samples,
            long closing,
            @Unit("m/s") double topMps) {}

    @Override
    public void define(Graph g) {
        g.description("Work for the chaos campaign");
        g.parameter("round", 0L);
        g.parameter("gate", "");

        Table<Sample> samples = g.source("samples", Sample.class);
        Table<Pair> pairs = g.sql("pairs", Pair.class, sql("""
                        SELECT follower.segment_id, follower.position, follower.t_ms, follower.speed_mps, follower.gap_m,
                            follower.speed_mps - leader.speed_mps AS closing_mps
                        FROM samples AS follower
                        JOIN samples AS leader
                            ON leader.segment_id = follower.segment_id
                            AND leader.t_ms = follower.t_ms
                            AND leader.position = follower.position - 1
                        WHERE follower.gap_m IS NOT NULL AND $round >= 0
                        """), samples);
        Table<Ttc> ttc = g.kernel(
                "ttc", Ttc.class, "time_to_collision", Map.of("min_closing_mps", 0.1, "min_speed_mps", 1.0), pairs);
        g.metric("chaos_ttc", "1.0", ttc);

        Table<Speed> moving = g.sql("moving", Speed.class, sql("""
                        SELECT segment_id, position, t_ms, speed_mps FROM samples WHERE speed_mps > 1 AND $round >= 0
                        """), samples);
        Table<Speed> gated = g.java("gated", Speed.class, GatedStep.class, moving);
        g.metric("chaos_speed", "1.0", gated);

        Table<Summary> summary = g.sql("summary", Summary.class, sql("""
                        SELECT segment_id, samples, coalesce(closing, 0) AS closing, top_mps
                        FROM (SELECT segment_id, count(*) AS samples, max(speed_mps) AS top_mps
                            FROM gated GROUP BY segment_id)
                        LEFT JOIN (SELECT segment_id, count(ttc_s) AS closing FROM ttc GROUP BY segment_id)
                            USING (segment_id)
                        WHERE $round >= 0
                        """), gated, ttc);
        g.metric("chaos_summary", "1.0", summary);

        Table<Totals> totals = g.reduce("totals", Totals.class, sql("""
                        SELECT count(*) AS segments, coalesce(sum(samples), 0)::BIGINT AS samples,
                            coalesce(sum(closing), 0)::BIGINT AS closing, coalesce(max(top_mps), 0) AS top_mps
                        FROM summary WHERE $round >= 0
                        """), summary);
        g.metric("chaos_totals", "1.0", totals);
    }
}
