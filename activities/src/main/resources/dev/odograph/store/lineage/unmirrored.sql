SELECT r.run_id, r.metric, r.major, s.segment_id, b.write_no, r.revision
FROM (
    SELECT run_id, metric, major, batch_id, revision
    FROM run_batch
    WHERE NOT mirrored AND (?::text IS NULL OR run_id = ?::text)
    ORDER BY revision
    LIMIT ?::integer
) AS r
JOIN batch AS b USING (batch_id)
CROSS JOIN unnest(CASE WHEN cardinality(b.segments) = 0 THEN ARRAY[''] ELSE b.segments END) AS s (segment_id)
ORDER BY r.revision, s.segment_id
