-- Segments of a dataset version with their tags as of a correction, filtered by tags and attributes; every {4}th of them,
-- by a hash of the id, so that the same question picks the same ones.
SELECT
    f.segment_id, f.content_digest, f.recorded_at, f.vehicle, f.release, f.scenario_id, f.scenario_seed, f.distance_m,
    f.duration_ms, f.tags_then::text AS tags
FROM (
    SELECT s.*, jsonb_strip_nulls(s.tags || coalesce(c.tags, '{}')) AS tags_then
    FROM segment AS s
    LEFT JOIN (
        SELECT segment_id, jsonb_object_agg(name, value) AS tags
        FROM (
            SELECT DISTINCT ON (t.segment_id, t.name) t.segment_id, t.name, t.value
            FROM segment_tag AS t
            WHERE t.dataset_id = {0} AND t.revision <= {2}
            ORDER BY t.segment_id, t.name, t.revision DESC
        ) AS latest
        GROUP BY segment_id
    ) AS c USING (segment_id)
    WHERE
        s.dataset_id = {0} AND s.from_version <= {1} AND (s.to_version IS NULL OR s.to_version > {1})
        AND mod(abs(hashtext(s.segment_id)::bigint), {4}) = 0
        AND ({6}::text IS NULL OR s.release = {6})
        AND ({7}::text IS NULL OR s.vehicle = {7})
        AND ({8}::text IS NULL OR s.scenario_id = {8})
) AS f
WHERE f.tags_then @> {3}::jsonb
ORDER BY hashtext(f.segment_id), f.segment_id
LIMIT {5}
