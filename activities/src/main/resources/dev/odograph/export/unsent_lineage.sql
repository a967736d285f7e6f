-- Runs whose beginning, or whose end as it stands, was not sent. Milliseconds: events carry times that were read back.
SELECT run.run_id
FROM run
WHERE NOT EXISTS (
        SELECT FROM lineage_event AS sent WHERE sent.run_id = run.run_id AND sent.event = 'START'
    )
   OR (
        run.finished_at IS NOT NULL
        AND NOT EXISTS (
            SELECT
            FROM lineage_event AS sent
            WHERE sent.run_id = run.run_id
              AND sent.event <> 'START'
              AND sent.event_at_ms = floor(extract(EPOCH FROM run.finished_at) * 1000)
        )
    )
ORDER BY run.created_at
LIMIT ?
