WITH input AS (
    SELECT ?::text AS run_id, ?::integer AS pass
)
INSERT INTO run_output (run_id, stage, partition, status, artifact_key, memo_hit, pass, rows)
SELECT input.run_id, o.stage, o.partition, 'COMMITTED', o.artifact_key, true, input.pass, o.rows
FROM input, jsonb_to_recordset(?::jsonb) AS o (stage integer, partition integer, artifact_key text, rows bigint)
ORDER BY o.partition, o.stage
ON CONFLICT (run_id, stage, partition) DO UPDATE SET
    status = 'COMMITTED',
    artifact_key = excluded.artifact_key,
    memo_hit = true,
    pass = excluded.pass,
    attempt = 1,
    rows = excluded.rows,
    started_at = NULL,
    finished_at = now(),
    code = NULL,
    message = NULL,
    host = NULL,
    segment_id = NULL
WHERE run_output.status = 'FAILED'
RETURNING stage, partition
