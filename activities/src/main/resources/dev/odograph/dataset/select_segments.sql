SELECT to_jsonb(r)::text
FROM (
    SELECT
        s.segment_id, s.content_digest, s.rows, s.bytes, s.duration_ms, s.distance_m, s.recorded_at, s.vehicle,
        s.release, s.scenario_id, s.scenario_seed, s.source_uri, s.tables,
        jsonb_strip_nulls(s.tags || coalesce(c.tags, '{}')) AS tags
    FROM segment AS s
    LEFT JOIN LATERAL (
        SELECT jsonb_object_agg(name, value) AS tags
        FROM (
            SELECT DISTINCT ON (t.name) t.name, t.value
            FROM segment_tag AS t
            WHERE t.dataset_id = s.dataset_id AND t.segment_id = s.segment_id
            ORDER BY t.name, t.revision DESC
        ) AS latest
    ) AS c ON true
    WHERE s.dataset_id = {0} AND s.from_version <= {1} AND (s.to_version IS NULL OR s.to_version > {1}) AND {2}
    ORDER BY s.segment_id
    LIMIT {3}
) AS r
