INSERT INTO incoming
SELECT
    segment_id, content_digest, rows, bytes, duration_ms, distance_m, recorded_at, vehicle, release, scenario_id,
    scenario_seed, source_uri, tables, tags
FROM jsonb_to_recordset(cast(? AS jsonb)) AS r(
    segment_id text, content_digest text, rows bigint, bytes bigint, duration_ms bigint, distance_m double precision,
    recorded_at timestamptz, vehicle text, release text, scenario_id text, scenario_seed bigint, source_uri text,
    tables jsonb, tags jsonb
)
