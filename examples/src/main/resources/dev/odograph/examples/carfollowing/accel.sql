-- Central difference of speed over 0.4 s, only where no sample in between is missing or early.
SELECT
    segment_id,
    position,
    t_ms,
    speed_mps,
    CASE
        WHEN lead(t_ms, 2) OVER vehicle = t_ms + 200 AND lag(t_ms, 2) OVER vehicle = t_ms - 200
        THEN (lead(speed_mps, 2) OVER vehicle - lag(speed_mps, 2) OVER vehicle) / 0.4::DOUBLE
    END AS accel_mps2
FROM samples
WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
