-- The newest run that succeeded with each version of a metric over a dataset.
SELECT DISTINCT ON (m ->> 'version') m ->> 'version' AS version, r.run_id
FROM run AS r
JOIN run_stage AS s USING (run_id), jsonb_array_elements(s.metrics) AS m
WHERE r.status = 'SUCCEEDED'
  AND r.namespace = ?
  AND m ->> 'name' = ?
  AND r.dataset = ?
ORDER BY m ->> 'version', r.created_at DESC
