package dev.odograph.schema.clickhouse;

import java.util.List;

/**
 * Tables and views of what datasets say of their segments, as snapshots: readers see the newest whole one. The views are
 * {@code dataset_segments(dataset = 'd', version = 3)}, where version 4294967295 is the newest, and
 * {@code dataset_spans(dataset = 'd')}.
 */
public final class FactsDdl {
    private static final String NEWEST = "dataset = {dataset:String} AND snapshot ="
            + " (SELECT max(snapshot) FROM fact_snapshot WHERE dataset = {dataset:String})";

    private FactsDdl() {}

    /** Statements that create tables and views if they are not there. */
    public static List<String> createTables() {
        return List.of(
                """
                CREATE TABLE IF NOT EXISTS fact_snapshot (
                    dataset String,
                    snapshot UInt64,
                    signature String
                )
                """ + TableEngines.rows() + " ORDER BY (dataset, snapshot)",
                """
                CREATE TABLE IF NOT EXISTS segment_fact (
                    dataset String,
                    snapshot UInt64,
                    segment_id String,
                    from_version UInt32,
                    to_version UInt32,
                    vehicle Nullable(String),
                    release Nullable(String),
                    scenario_id Nullable(String),
                    scenario_seed Nullable(Int64),
                    recorded_at Nullable(DateTime64(6, 'UTC')),
                    duration_ms Nullable(Int64),
                    distance_m Nullable(Float64),
                    tags Map(String, String)
                )
                """ + TableEngines.rows() + " ORDER BY (dataset, snapshot, segment_id)",
                """
                CREATE TABLE IF NOT EXISTS span_fact (
                    dataset String,
                    snapshot UInt64,
                    segment_id String,
                    start_ms Int64,
                    end_ms Int64,
                    label String
                )
                """ + TableEngines.rows() + " ORDER BY (dataset, snapshot, segment_id)",
                """
                CREATE VIEW IF NOT EXISTS dataset_segments AS
                SELECT segment_id, vehicle, release, scenario_id, scenario_seed, recorded_at, duration_ms, distance_m, tags
                FROM segment_fact
                WHERE from_version <= {version:UInt32} AND (to_version = 0 OR to_version > {version:UInt32}) AND
                """ + NEWEST,
                "CREATE VIEW IF NOT EXISTS dataset_spans AS\nSELECT segment_id, start_ms, end_ms, label\nFROM span_fact\nWHERE "
                        + NEWEST);
    }
}
