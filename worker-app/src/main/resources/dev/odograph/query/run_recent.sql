WITH input AS (
    SELECT make_interval(secs => ?::double precision) AS age, ?::text AS run_id
)
SELECT count(*) AS executed
FROM input
JOIN run_output AS o ON o.run_id = input.run_id
WHERE o.finished_at > now() - input.age AND NOT o.memo_hit AND o.started_at IS NOT NULL
