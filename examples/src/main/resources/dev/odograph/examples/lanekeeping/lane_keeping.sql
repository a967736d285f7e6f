-- One row per vehicle; samples are 0.1 s apart. Whole numbers (µm, µm²) are summed, which no order of rows changes.
WITH
    driven AS (
        SELECT
            segment_id,
            position,
            coalesce(sum(round(mean_mps * step_ms * 1e3)::BIGINT) FILTER (step_ms <= 200), 0) / 1e9 AS distance_km
        FROM (
            SELECT
                segment_id,
                position,
                t_ms - lag(t_ms) OVER vehicle AS step_ms,
                (speed_mps + lag(speed_mps) OVER vehicle) / 2 AS mean_mps
            FROM plausible
            WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
        )
        GROUP BY segment_id, position
    ),
    kept AS (
        SELECT
            segment_id,
            position,
            count(*) AS samples,
            sum(round(lane_offset_m * 1e6)::BIGINT) / (count(*) * 1e6) AS mean_m,
            sum(round(lane_offset_m * lane_offset_m * 1e6)::BIGINT) / (count(*) * 1e6) AS mean_square_m2,
            min(tlc_s) AS min_tlc_s,
            count(*) FILTER (tlc_s < $tlc_limit_s) AS exposed
        FROM offsets
        GROUP BY segment_id, position
    ),
    departed AS (
        SELECT segment_id, position, count(*) AS departures
        FROM lane_departures
        GROUP BY segment_id, position
    )
SELECT
    segment_id,
    position,
    coalesce(samples, 0) / 10::DOUBLE AS seen_s,
    distance_km,
    mean_m AS offset_mean_m,
    sqrt(mean_square_m2) AS offset_rms_m,
    CASE WHEN samples > 0 THEN sqrt(greatest(mean_square_m2 - mean_m * mean_m, 0)) END AS sdlp_m,
    min_tlc_s,
    coalesce(exposed, 0) / 10::DOUBLE AS tlc_exposed_s,
    coalesce(departures, 0) AS departures,
    coalesce(departures, 0) / nullif(distance_km, 0) AS departures_per_km
FROM driven
LEFT JOIN kept USING (segment_id, position)
LEFT JOIN departed USING (segment_id, position)
