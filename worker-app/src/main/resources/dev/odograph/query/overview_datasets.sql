WITH newest AS (
    SELECT DISTINCT ON (d.dataset_id)
        d.namespace, d.name, v.version, v.segments, v.distance_m, v.duration_ms, v.created_at
    FROM dataset AS d
    JOIN dataset_version AS v USING (dataset_id)
    ORDER BY d.dataset_id, v.version DESC
),
published AS (
    SELECT DISTINCT ON (dataset) dataset, run_id, published_at
    FROM publication
    WHERE channel = 'latest'
    ORDER BY dataset, published_at DESC
)
SELECT newest.*, published.run_id, published.published_at
FROM newest
LEFT JOIN published
    ON published.dataset = CASE WHEN newest.namespace = 'default' THEN '' ELSE newest.namespace || '/' END || newest.name
ORDER BY newest.created_at DESC, newest.namespace, newest.name
LIMIT {0}
