SELECT
    step,
    rule,
    severity,
    CASE min(CASE outcome WHEN 'FAILED' THEN 1 WHEN 'WARNED' THEN 2 ELSE 3 END)
        WHEN 1 THEN 'FAILED'
        WHEN 2 THEN 'WARNED'
        ELSE 'TOLERATED'
    END AS outcome,
    count(DISTINCT segment_id) FILTER (WHERE segment_id <> '') AS segments,
    sum(violations)::bigint AS violations,
    sum(rows)::bigint AS rows,
    coalesce(min(segment_id) FILTER (WHERE segment_id <> ''), '') AS first_segment_id,
    (array_agg(samples -> 0 ORDER BY segment_id, violation_id) FILTER (WHERE jsonb_array_length(samples) > 0))[1]::text
        AS sample
FROM run_violation
WHERE run_id = ?
GROUP BY step, number, rule, severity
ORDER BY step, number
