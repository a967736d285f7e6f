SELECT r.run_id, r.dataset, r.dataset_version, m.value ->> 'version' AS version
FROM run AS r
JOIN run_stage AS s USING (run_id)
CROSS JOIN LATERAL jsonb_array_elements(s.metrics) AS m (value)
WHERE r.namespace = {0} AND m.value ->> 'name' = {1} AND r.status = 'SUCCEEDED'
    AND r.sample IS NULL AND {2}
ORDER BY r.finished_at DESC, r.run_id
LIMIT {3}
