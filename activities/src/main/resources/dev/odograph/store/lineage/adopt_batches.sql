INSERT INTO run_batch (run_id, metric, major, partition, batch_id)
SELECT ?, r.metric, r.major, r.partition, r.batch_id
FROM jsonb_to_recordset(?::jsonb) AS r (metric text, major integer, partition integer, batch_id text)
ORDER BY r.metric, r.partition
ON CONFLICT (run_id, metric, partition) DO UPDATE SET
    major = excluded.major,
    batch_id = excluded.batch_id,
    revision = nextval('revision'),
    mirrored = false
WHERE run_batch.batch_id <> excluded.batch_id
