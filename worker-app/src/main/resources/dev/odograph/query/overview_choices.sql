WITH newest AS (
    SELECT graph, dataset, owner
    FROM run
    ORDER BY created_at DESC
    LIMIT 5000
)
SELECT
    coalesce((SELECT array_agg(DISTINCT graph ORDER BY graph) FROM newest), '{}') AS graphs,
    coalesce((SELECT array_agg(DISTINCT dataset ORDER BY dataset) FROM newest), '{}') AS datasets,
    coalesce((SELECT array_agg(DISTINCT owner ORDER BY owner) FROM newest WHERE owner IS NOT NULL), '{}') AS owners
