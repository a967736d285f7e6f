WITH published AS (
    SELECT DISTINCT r.run_id, r.dataset_id, r.dataset_version
    FROM publication AS p
    JOIN run AS r USING (run_id)
    WHERE r.dataset_id = ?
),
stale AS (
    SELECT
        r.run_id,
        r.dataset_version,
        count(*) FILTER (WHERE now.segment_id IS NOT NULL) AS replaced,
        count(*) FILTER (WHERE now.segment_id IS NULL) AS retracted,
        trim_array(
            array_agg(s.segment_id ORDER BY s.segment_id), greatest(0, cast(count(*) AS integer) - ?)
        ) AS first_segments
    FROM published AS r
    JOIN segment AS s
        ON s.dataset_id = r.dataset_id AND s.from_version <= r.dataset_version AND s.to_version > r.dataset_version
    LEFT JOIN segment AS now
        ON now.dataset_id = s.dataset_id AND now.segment_id = s.segment_id AND now.to_version IS NULL
    -- A recording that only moved to another place, or that came back as it was, is the one that was read.
    WHERE now.content_digest IS DISTINCT FROM s.content_digest
        AND NOT EXISTS (SELECT FROM run_waiver AS w WHERE w.run_id = r.run_id AND w.segment_id = s.segment_id)
    GROUP BY r.run_id, r.dataset_version
)
SELECT
    p.namespace, p.metric, p.major, p.channel, p.run_id, stale.dataset_version, stale.replaced, stale.retracted,
    stale.first_segments
FROM publication AS p
JOIN stale USING (run_id)
ORDER BY p.namespace, p.metric, p.channel
