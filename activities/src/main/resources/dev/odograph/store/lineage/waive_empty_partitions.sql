INSERT INTO run_output (run_id, stage, partition, status, pass)
SELECT p.run_id, s.stage, p.partition, 'WAIVED', ?
FROM run_partition AS p
JOIN run_stage AS s ON s.run_id = p.run_id AND NOT s.reduce
JOIN (
    SELECT run_id, partition, count(*) AS segments
    FROM run_waiver
    GROUP BY run_id, partition
) AS w ON w.run_id = p.run_id AND w.partition = p.partition AND w.segments = cardinality(p.segment_ids)
WHERE p.run_id = ?
ON CONFLICT (run_id, stage, partition) DO NOTHING
