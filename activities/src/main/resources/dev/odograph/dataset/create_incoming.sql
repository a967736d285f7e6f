CREATE TEMPORARY TABLE incoming (
    segment_id     text COLLATE "C" PRIMARY KEY,
    content_digest text NOT NULL,
    rows           bigint NOT NULL,
    bytes          bigint NOT NULL,
    duration_ms    bigint,
    distance_m     double precision,
    recorded_at    timestamptz,
    vehicle        text,
    release        text,
    scenario_id    text,
    scenario_seed  bigint,
    source_uri     text NOT NULL,
    tables         jsonb NOT NULL,
    tags           jsonb NOT NULL
) ON COMMIT DROP
