WITH failed AS (
    SELECT
        o.stage,
        s.name,
        o.code,
        o.partition,
        o.segment_id,
        o.message,
        -- A cause is one text for many partitions: what is quoted and what is counted differs among them.
        regexp_replace(
            regexp_replace(o.message, '"[^"]*"| ''[^'']*''|/[^ :;,]+', '"…"', 'g'),
            '[0-9a-f]{8,}|[0-9]+([.][0-9]+)?', '#', 'g'
        ) AS shape
    FROM run_output AS o
    JOIN run_stage AS s USING (run_id, stage)
    WHERE o.run_id = ? AND o.status = 'FAILED'
)
SELECT
    stage,
    name,
    code,
    count(*) AS count,
    min(partition) AS partition,
    (array_agg(segment_id ORDER BY partition))[1] AS segment_id,
    (array_agg(message ORDER BY partition))[1] AS message
FROM failed
GROUP BY stage, name, code, shape
ORDER BY count(*) DESC, stage, code, min(partition)
