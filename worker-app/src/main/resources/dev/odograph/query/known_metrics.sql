SELECT DISTINCT namespace, metric
FROM publication
ORDER BY namespace, metric
LIMIT 200
