SELECT
    waived_by,
    reason,
    code,
    count(*) AS segments,
    min(segment_id) AS first_segment_id,
    sum(distance_m) AS distance_m,
    max(waived_at) AS waived_at
FROM run_waiver
WHERE run_id = ?
GROUP BY waived_by, reason, code
ORDER BY count(*) DESC, min(segment_id)
