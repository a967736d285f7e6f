SELECT json_build_object(
    'dataset', {1}::text,
    'snapshot', {2}::bigint,
    'segment_id', s.segment_id,
    'from_version', s.from_version,
    'to_version', coalesce(s.to_version, 0),
    'vehicle', s.vehicle,
    'release', s.release,
    'scenario_id', s.scenario_id,
    'scenario_seed', s.scenario_seed,
    'recorded_at', to_char(s.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
    'duration_ms', s.duration_ms,
    'distance_m', s.distance_m,
    'tags', jsonb_strip_nulls(s.tags || coalesce(c.tags, '{}'))
)::text
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
WHERE s.dataset_id = {0}
