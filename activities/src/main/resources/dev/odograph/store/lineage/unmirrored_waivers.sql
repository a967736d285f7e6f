WITH waived AS (
    SELECT run_id, segment_id, revision
    FROM run_waiver
    WHERE NOT mirrored
    ORDER BY revision
    LIMIT ?
)
SELECT w.run_id, w.segment_id, w.revision, m ->> 'name' AS metric, m ->> 'version' AS version
FROM waived AS w
JOIN run_stage AS s ON s.run_id = w.run_id AND NOT s.reduce
CROSS JOIN jsonb_array_elements(s.metrics) AS m
ORDER BY w.revision, metric
