WITH shown AS MATERIALIZED (
    SELECT
        run_id, status, graph, graph_version, dataset, dataset_version, purpose, owner, branch, partitions, created_at,
        started_at, finished_at, failure_code
    FROM run
    WHERE {0}
    ORDER BY {1}
    LIMIT {2}
)
SELECT
    shown.*,
    s.planned,
    CASE WHEN shown.status = 'SUCCEEDED' THEN s.planned ELSE o.done END AS done,
    o.failed,
    o.waived
FROM shown
CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN reduce THEN 1 ELSE shown.partitions END), 0) AS planned
    FROM run_stage
    WHERE run_stage.run_id = shown.run_id
) AS s
-- A run that succeeded has everything: its outputs, the many, are not counted.
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE output.status = 'COMMITTED') AS done,
        count(*) FILTER (WHERE output.status = 'FAILED') AS failed,
        count(*) FILTER (WHERE output.status = 'WAIVED') AS waived
    FROM run_output AS output
    WHERE output.run_id = shown.run_id AND shown.status <> 'SUCCEEDED'
) AS o
ORDER BY {1}
