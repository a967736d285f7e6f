SELECT
    count(*) FILTER (WHERE status IN ('PENDING', 'RUNNING')) AS running,
    count(*) FILTER (WHERE status = 'PARKED') AS parked,
    count(*) FILTER (WHERE status IN ('FAILED', 'CANCELLED') AND finished_at > now() - interval '7 days')
        AS failed_lately,
    count(*) FILTER (WHERE status = 'SUCCEEDED' AND finished_at > now() - interval '7 days') AS succeeded_lately,
    count(*) AS all_runs
FROM run
