SELECT
    b.metric,
    sum(cardinality(p.segment_ids)) AS segments,
    sum(p.rows) AS rows,
    sum(p.distance_m) AS distance_m,
    sum(p.duration_ms) AS duration_ms
FROM run_batch AS b
JOIN run_partition AS p USING (run_id, partition)
WHERE b.run_id = ?
GROUP BY b.metric
