-- Runs that wait for an operator, by graph: how many for so long, the first of them, and why.
SELECT
    run.graph,
    max(run.owner) AS owner,
    count(*) AS runs,
    (array_agg(run.run_id ORDER BY parked.since, run.run_id))[1] AS first_run,
    (array_agg(run.failure_message ORDER BY parked.since, run.run_id))[1] AS message
FROM run
CROSS JOIN LATERAL (
    SELECT max(event.occurred_at) AS since
    FROM event
    WHERE event.subject = run.run_id AND event.type = 'dev.odograph.run.parked'
) AS parked
WHERE run.status = 'PARKED'
  AND (?::text IS NULL OR run.graph = ?)
  -- Events go after some weeks: who waits for longer has waited long enough.
  AND coalesce(parked.since, '-infinity') <= now() - ? * interval '1 minute'
GROUP BY run.graph
ORDER BY run.graph
