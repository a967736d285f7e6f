-- A page of a version's segments behind an id, in order of id, with their tags as corrected.
SELECT
    f.segment_id, f.rows, f.bytes, f.duration_ms, f.distance_m, f.recorded_at, f.vehicle, f.release, f.scenario_id,
    f.scenario_seed, f.tags_now::text AS tags
FROM (
    SELECT s.*, jsonb_strip_nulls(s.tags || coalesce(c.tags, '{}')) AS tags_now
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
    WHERE
        s.dataset_id = {0} AND s.from_version <= {1} AND (s.to_version IS NULL OR s.to_version > {1})
        AND s.segment_id > {2}
        AND ({5}::text IS NULL OR s.release = {5})
        AND ({6}::text IS NULL OR s.vehicle = {6})
        AND ({7}::text IS NULL OR s.scenario_id = {7})
        AND ({8}::text IS NULL OR position({8} IN s.segment_id) > 0)
) AS f
WHERE f.tags_now @> {3}::jsonb
ORDER BY f.segment_id
LIMIT {4}
