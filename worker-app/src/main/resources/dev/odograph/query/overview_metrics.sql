WITH ranked AS (
    SELECT
        p.*,
        row_number() OVER (PARTITION BY namespace, metric ORDER BY published_at DESC, dataset) AS nth,
        count(*) OVER (PARTITION BY namespace, metric) AS datasets
    FROM publication AS p
    WHERE p.channel = 'latest'
)
SELECT
    p.namespace, p.metric, m ->> 'version' AS version, r.graph, r.owner, p.dataset, p.datasets, p.run_id, p.published_at
FROM ranked AS p
JOIN run AS r USING (run_id)
JOIN run_stage AS s USING (run_id)
CROSS JOIN jsonb_array_elements(s.metrics) AS m
WHERE p.nth = 1 AND m ->> 'name' = p.metric
ORDER BY p.published_at DESC, p.namespace, p.metric
LIMIT {0}
