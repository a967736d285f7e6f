-- The tags of a segment as of a correction.
SELECT jsonb_strip_nulls(
    s.tags || coalesce((
        SELECT jsonb_object_agg(t.name, t.value)
        FROM (
            SELECT DISTINCT ON (name) name, value
            FROM segment_tag
            WHERE dataset_id = {0} AND segment_id = {1} AND revision <= {3}
            ORDER BY name, revision DESC
        ) AS t
    ), '{}')
)::text AS tags
FROM segment AS s
WHERE
    s.dataset_id = {0} AND s.segment_id = {1} AND s.from_version <= {2}
    AND (s.to_version IS NULL OR s.to_version > {2})
