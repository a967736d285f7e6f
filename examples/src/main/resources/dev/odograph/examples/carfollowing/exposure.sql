-- Distance by the trapezoid rule and time, over neighbouring samples at most 200 ms apart.
SELECT
    segment_id,
    position,
    count(*) AS samples,
    coalesce(sum(mean_mps * step_ms) FILTER (step_ms <= 200), 0) / 1e6 AS distance_km,
    (coalesce(sum(step_ms) FILTER (step_ms <= 200), 0) / 3.6e6)::DOUBLE AS hours
FROM (
    SELECT
        segment_id,
        position,
        t_ms - lag(t_ms) OVER vehicle AS step_ms,
        (speed_mps + lag(speed_mps) OVER vehicle) / 2 AS mean_mps
    FROM samples
    WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
)
GROUP BY segment_id, position
