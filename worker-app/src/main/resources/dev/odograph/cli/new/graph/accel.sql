-- Acceleration by the sample before. Several segments come at once: partition by segment_id.
SELECT
    segment_id,
    position,
    t_ms,
    (speed_mps - lag(speed_mps) OVER vehicle) / nullif((t_ms - lag(t_ms) OVER vehicle)::DOUBLE / 1000, 0) AS accel_mps2
FROM plausible
WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
