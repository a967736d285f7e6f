-- Derivatives of speed, only where no sample that they span is missing or early.
SELECT
    segment_id,
    position,
    t_ms,
    CASE
        WHEN lead(t_ms, 2) OVER vehicle = t_ms + 200 AND lag(t_ms, 2) OVER vehicle = t_ms - 200
        THEN (lead(speed_mps, 2) OVER vehicle - lag(speed_mps, 2) OVER vehicle) / 0.4::DOUBLE
    END AS accel_mps2,
    CASE
        WHEN lead(t_ms, 4) OVER vehicle = t_ms + 400 AND lag(t_ms, 4) OVER vehicle = t_ms - 400
        THEN (lead(speed_mps, 4) OVER vehicle - 2 * speed_mps + lag(speed_mps, 4) OVER vehicle) / 0.16::DOUBLE
    END AS jerk_mps3
FROM plausible
WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
