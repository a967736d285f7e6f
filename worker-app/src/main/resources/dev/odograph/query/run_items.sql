SELECT *
FROM (
    SELECT
        run_id,
        status,
        graph,
        graph_version,
        dataset,
        dataset_version,
        purpose,
        owner,
        created_at,
        started_at,
        finished_at,
        failure_code,
        failure_message
    FROM run
    UNION ALL
    SELECT
        run_id,
        CASE WHEN state IN ('FAILED', 'CANCELLED') THEN state ELSE 'PENDING' END,
        graph,
        graph_version,
        dataset,
        dataset_version,
        purpose,
        NULL,
        created_at,
        NULL,
        finished_at,
        failure_code,
        failure_message
    FROM run_request
    WHERE state <> 'PLANNED'
) AS item
WHERE (?::text IS NULL OR graph = ?)
    AND (?::text IS NULL OR dataset = ?)
    AND (?::text IS NULL OR status = ?)
    AND (?::text IS NULL OR purpose = ?)
    AND (?::text IS NULL OR owner = ?)
    AND (?::timestamptz IS NULL OR (created_at, run_id) < (?::timestamptz, ?::text))
ORDER BY created_at DESC, run_id DESC
LIMIT ?
