-- metric: {{name}} 1.0
-- description: Top speed of each vehicle, and how long it drove faster than a limit
-- owner: my-team
-- parameter: limit_mps = 30.0 [m/s]
-- source: samples
--   segment_id  string         key
--   position    int32          key   # which vehicle; 1 leads
--   t_ms        int64 [ms]     key   # since the start of the recording
--   speed_mps   float64 [m/s]
-- output:
--   segment_id  string         key
--   position    int32          key
--   top_mps     float64 [m/s]
--   fast_s      float64 [s]

-- One row per vehicle. What one segment gives must not depend on other segments, so group by segment_id.
SELECT
    segment_id,
    position,
    max(speed_mps) AS top_mps,
    coalesce(sum(step_ms) FILTER (speed_mps > $limit_mps), 0)::DOUBLE / 1000 AS fast_s
FROM (
    SELECT *, t_ms - lag(t_ms) OVER (PARTITION BY segment_id, position ORDER BY t_ms) AS step_ms
    FROM samples
)
GROUP BY segment_id, position
