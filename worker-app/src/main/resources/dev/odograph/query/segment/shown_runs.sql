-- The runs whose metrics a channel shows of a dataset.
SELECT DISTINCT ON (namespace, metric) namespace, metric, run_id
FROM publication
WHERE dataset = {0} AND channel = {1}
ORDER BY namespace, metric
LIMIT 200
