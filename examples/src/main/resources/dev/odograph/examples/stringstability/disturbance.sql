-- Speed less its mean over the minute around it. Whole numbers (0.1 mm/s) are summed, which no order of rows changes.
SELECT
    segment_id,
    position,
    t_ms,
    speed_mps - sum(round(speed_mps * 1e4)::BIGINT) OVER around / (count(*) OVER around * 1e4) AS deviation_mps
FROM plausible
WINDOW around AS (
    PARTITION BY segment_id, position ORDER BY t_ms
    RANGE BETWEEN 30000 PRECEDING AND 30000 FOLLOWING
)
