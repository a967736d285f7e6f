-- The most frequent values of each tag, over every {2}th segment of a version by a hash of its id.
SELECT name, value, segments, of_values
FROM (
    SELECT
        name, value, segments,
        count(*) OVER (PARTITION BY name) AS of_values,
        row_number() OVER (PARTITION BY name ORDER BY segments DESC, value) AS place
    FROM (
        SELECT t.key AS name, t.value, count(*) AS segments
        FROM (
            SELECT
                jsonb_strip_nulls(s.tags || coalesce(c.tags, '{}')) || jsonb_strip_nulls(jsonb_build_object(
                    'release', s.release, 'vehicle', s.vehicle
                )) AS tags_now
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
                AND mod(abs(hashtext(s.segment_id)::bigint), {2}) = 0
        ) AS f
        CROSS JOIN LATERAL jsonb_each_text(f.tags_now) AS t
        GROUP BY t.key, t.value
    ) AS counted
) AS placed
WHERE place <= {3}
ORDER BY name, segments DESC, value
