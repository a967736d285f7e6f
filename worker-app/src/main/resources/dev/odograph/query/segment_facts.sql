SELECT
    s.segment_id, s.content_digest, s.vehicle, s.release, s.scenario_id, s.scenario_seed, s.distance_m, s.duration_ms,
    jsonb_strip_nulls(s.tags || coalesce(c.tags, '{}'))::text AS tags
FROM segment AS s
LEFT JOIN (
    SELECT segment_id, jsonb_object_agg(name, value) AS tags
    FROM (
        SELECT DISTINCT ON (t.segment_id, t.name) t.segment_id, t.name, t.value
        FROM segment_tag AS t
        WHERE t.dataset_id = {0}
        ORDER BY t.segment_id, t.name, t.revision DESC
    ) AS latest
    GROUP BY segment_id
) AS c USING (segment_id)
WHERE
    s.dataset_id = {0} AND s.from_version <= {1} AND (s.to_version IS NULL OR s.to_version > {1})
    AND ({2}::text IS NULL OR s.release = {2})
