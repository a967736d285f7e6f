INSERT INTO segment (
    dataset_id, segment_id, from_version, content_digest, rows, bytes, duration_ms, distance_m, recorded_at, vehicle,
    release, scenario_id, scenario_seed, source_uri, tables, tags
)
SELECT
    ?, segment_id, ?, content_digest, rows, bytes, duration_ms, distance_m, recorded_at, vehicle,
    release, scenario_id, scenario_seed, source_uri, tables, tags
FROM incoming AS i
WHERE NOT EXISTS (
    SELECT FROM segment AS s
    WHERE s.dataset_id = ? AND s.to_version IS NULL AND s.segment_id = i.segment_id
)
