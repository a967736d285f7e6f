SELECT
    count(*) AS executions,
    coalesce(sum(output_rows), 0)::double precision AS output_rows,
    coalesce(sum(input_rows), 0)::double precision AS input_rows,
    coalesce(sum(output_bytes), 0)::double precision AS output_bytes,
    coalesce(sum(seconds), 0)::double precision AS seconds
FROM (
    SELECT
        o.rows AS output_rows,
        a.bytes AS output_bytes,
        coalesce(p.rows, r.planned_rows) AS input_rows,
        extract(epoch FROM o.finished_at - o.started_at) AS seconds
    FROM run AS r
    JOIN run_stage AS s ON s.run_id = r.run_id
    JOIN run_output AS o ON o.run_id = s.run_id AND o.stage = s.stage
    LEFT JOIN artifact AS a ON a.artifact_key = o.artifact_key
    LEFT JOIN run_partition AS p ON p.run_id = o.run_id AND p.partition = o.partition
    WHERE r.graph = ? AND s.name = ? AND o.status = 'COMMITTED' AND NOT o.memo_hit AND o.started_at IS NOT NULL
    ORDER BY o.finished_at DESC
    LIMIT 500
) AS newest
