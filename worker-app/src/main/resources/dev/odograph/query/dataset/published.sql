-- What channels show of a dataset.
SELECT p.namespace, p.metric, p.major, p.channel, p.run_id, p.pinned, p.published_at, r.dataset_version
FROM publication AS p
JOIN run AS r USING (run_id)
WHERE p.dataset = {0}
ORDER BY p.namespace, p.metric, p.channel
LIMIT 200
