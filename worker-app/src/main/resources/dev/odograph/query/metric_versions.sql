-- Among the newest runs of whole datasets that succeeded: which versions of a metric there are, and the newest run of each.
SELECT
    m.value ->> 'version' AS version,
    count(*) AS runs,
    max(r.finished_at) AS newest_at,
    (array_agg(r.run_id ORDER BY r.finished_at DESC, r.run_id))[1] AS newest_run,
    (array_agg(r.dataset ORDER BY r.finished_at DESC, r.run_id))[1] AS newest_dataset
FROM (
    SELECT run_id, dataset, finished_at
    FROM run
    WHERE namespace = {0} AND status = 'SUCCEEDED' AND sample IS NULL
    ORDER BY created_at DESC
    LIMIT 2000
) AS r
JOIN run_stage AS s USING (run_id)
CROSS JOIN LATERAL jsonb_array_elements(s.metrics) AS m (value)
WHERE m.value ->> 'name' = {1}
GROUP BY version
ORDER BY newest_at DESC
LIMIT 50
