WITH waived AS (
    SELECT
        partition,
        count(*) AS segments,
        sum(rows) AS rows,
        sum(distance_m) AS distance_m,
        sum(duration_ms) AS duration_ms
    FROM run_waiver
    WHERE run_id = ?
    GROUP BY partition
)
SELECT
    sum(cardinality(p.segment_ids) - coalesce(w.segments, 0)) AS segments,
    sum(p.rows - coalesce(w.rows, 0)) AS rows,
    sum(p.distance_m - coalesce(w.distance_m, 0)) AS distance_m,
    sum(p.duration_ms - coalesce(w.duration_ms, 0)) AS duration_ms
FROM run_partition AS p
JOIN (
    SELECT partition
    FROM run_output
    WHERE run_id = ? AND stage = ANY (?::integer[]) AND status = 'COMMITTED'
    GROUP BY partition
    HAVING count(*) = ?
) AS used USING (partition)
LEFT JOIN waived AS w USING (partition)
WHERE p.run_id = ?
