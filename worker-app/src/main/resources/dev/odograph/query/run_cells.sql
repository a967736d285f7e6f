WITH input AS (
    SELECT ?::text AS run_id, ?::integer AS first, ?::integer AS last, ?::integer AS per_cell
)
SELECT
    o.stage,
    (o.partition - input.first) / input.per_cell AS cell,
    count(*) FILTER (WHERE o.status = 'COMMITTED' AND NOT o.memo_hit) AS computed,
    count(*) FILTER (WHERE o.status = 'COMMITTED' AND o.memo_hit) AS reused,
    count(*) FILTER (WHERE o.status = 'FAILED') AS failed,
    count(*) FILTER (WHERE o.status = 'WAIVED') AS waived
FROM input
JOIN run_output AS o ON o.run_id = input.run_id AND o.partition BETWEEN input.first AND input.last
GROUP BY o.stage, cell
