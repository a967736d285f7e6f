SELECT
    sum(cardinality(p.segment_ids)) AS segments,
    sum(p.rows) AS rows,
    sum(p.distance_m) AS distance_m,
    sum(p.duration_ms) AS duration_ms
FROM run_partition AS p
JOIN (
    SELECT partition
    FROM run_output
    WHERE run_id = ? AND stage = ANY (?::integer[]) AND status = 'COMMITTED'
    GROUP BY partition
    HAVING count(*) = ?
) AS used USING (partition)
WHERE p.run_id = ?
