SELECT
    o.stage,
    s.name,
    o.code,
    count(*) AS count,
    min(o.partition) AS partition,
    (array_agg(o.segment_id ORDER BY o.partition))[1] AS segment_id,
    (array_agg(o.message ORDER BY o.partition))[1] AS message
FROM run_output AS o
JOIN run_stage AS s USING (run_id, stage)
WHERE o.run_id = ? AND o.status = 'FAILED'
GROUP BY o.stage, s.name, o.code
ORDER BY count(*) DESC, o.stage, o.code
