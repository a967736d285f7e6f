UPDATE run_request
SET leased_until = now() + make_interval(secs => ?), attempts = attempts + 1
WHERE run_id IN (
    SELECT run_id
    FROM run_request
    WHERE state = 'QUEUED' AND due_at <= now() AND leased_until <= now()
    ORDER BY array_position(ARRAY['ci', 'adhoc', 'production', 'backfill'], purpose), created_at, run_id
    LIMIT ?
    FOR UPDATE SKIP LOCKED
)
RETURNING *
