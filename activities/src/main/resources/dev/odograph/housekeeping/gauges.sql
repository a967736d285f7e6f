-- What waits or stands still, each by a partial index of its own: name, value of its tag, figure.
SELECT 'runs' AS name, states.status AS tag, coalesce(open.runs, 0)::double precision AS value
FROM unnest(ARRAY['PENDING', 'RUNNING', 'PARKED']) AS states(status)
LEFT JOIN (
    SELECT status, count(*) AS runs FROM run WHERE status IN ('PENDING', 'RUNNING', 'PARKED') GROUP BY status
) AS open ON open.status = states.status
UNION ALL
SELECT 'mirror', '', (
    (SELECT count(*) FROM run_batch WHERE NOT mirrored)
    + (SELECT count(*) FROM run_waiver WHERE NOT mirrored)
    + (SELECT count(*) FROM publication WHERE NOT mirrored))::double precision
UNION ALL
SELECT 'events', '', count(*)::double precision FROM event WHERE position IS NULL
UNION ALL
SELECT 'deliveries', '', count(*)::double precision FROM webhook_delivery WHERE state = 'PENDING'
UNION ALL
SELECT 'starts', '', count(*)::double precision FROM run_request WHERE state = 'QUEUED'
