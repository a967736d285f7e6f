-- A page of batches that a run refers to, in order of id, each with the plan of one such run.
SELECT
    batch.batch_id, batch.table_name, batch.namespace, batch.metric, batch.version, batch.artifact_key, batch.write_no,
    batch.rows, batch.digest, batch.fingerprint, batch.segments, run.run_id
FROM batch
CROSS JOIN LATERAL (
    SELECT min(run_batch.run_id) AS run_id FROM run_batch WHERE run_batch.batch_id = batch.batch_id
) AS run
WHERE batch.batch_id > ? AND run.run_id IS NOT NULL
ORDER BY batch.batch_id
LIMIT ?
