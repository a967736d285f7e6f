-- Lateral speed is a central difference over 0.4 s; below 0.1 m/s it is mostly noise of the camera.
WITH
    seen AS (
        SELECT
            segment_id,
            position,
            t_ms,
            lane_offset_m,
            ($lane_width_m - $vehicle_width_m) / 2 AS free_m,
            CASE
                WHEN lead(t_ms, 2) OVER vehicle = t_ms + 200 AND lag(t_ms, 2) OVER vehicle = t_ms - 200
                THEN (lead(lane_offset_m, 2) OVER vehicle - lag(lane_offset_m, 2) OVER vehicle) / 0.4::DOUBLE
            END AS lateral_mps
        FROM plausible
        WHERE lane_offset_m IS NOT NULL
        WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
    )
SELECT
    segment_id,
    position,
    t_ms,
    lane_offset_m,
    free_m - abs(lane_offset_m) AS margin_m,
    CASE
        WHEN abs(lane_offset_m) < free_m AND abs(lateral_mps) >= 0.1
        THEN (free_m - sign(lateral_mps) * lane_offset_m) / abs(lateral_mps)
    END AS tlc_s
FROM seen
