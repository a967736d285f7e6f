SELECT
    s.stage,
    s.name,
    CASE WHEN s.reduce THEN 1 ELSE r.partitions END AS planned,
    count(*) FILTER (WHERE o.status = 'COMMITTED' AND o.memo_hit) AS memo_hits,
    count(*) FILTER (WHERE o.status = 'COMMITTED' AND NOT o.memo_hit) AS executed,
    count(*) FILTER (WHERE o.status = 'FAILED') AS failed,
    count(*) FILTER (WHERE o.status = 'WAIVED') AS waived
FROM run AS r
JOIN run_stage AS s USING (run_id)
LEFT JOIN run_output AS o USING (run_id, stage)
WHERE r.run_id = ?
GROUP BY s.stage, s.name, s.reduce, r.partitions
ORDER BY s.stage
