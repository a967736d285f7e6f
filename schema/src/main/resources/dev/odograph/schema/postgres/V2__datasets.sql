-- Datasets: which segments there are, and which of them belong to which version of a dataset.

CREATE TABLE dataset (
    dataset_id text PRIMARY KEY,
    namespace  text NOT NULL,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (namespace, name)
);

CREATE TABLE dataset_version (
    dataset_id  text NOT NULL REFERENCES dataset,
    version     integer NOT NULL CHECK (version >= 1),
    action      text NOT NULL CHECK (action IN ('import', 'add', 'replace', 'retract')),
    created_at  timestamptz NOT NULL DEFAULT now(),
    segments    bigint NOT NULL CHECK (segments >= 0),
    rows        bigint NOT NULL CHECK (rows >= 0),
    bytes       bigint NOT NULL CHECK (bytes >= 0),
    distance_m  double precision NOT NULL,
    duration_ms bigint NOT NULL,
    PRIMARY KEY (dataset_id, version)
);

-- Version v holds the segments with from_version <= v < to_version (null: still held): a version that changes ten of a
-- million segments costs ten rows. Ids are compared by bytes, as programs compare them.
CREATE TABLE segment (
    dataset_id     text NOT NULL REFERENCES dataset,
    segment_id     text COLLATE "C" NOT NULL,
    from_version   integer NOT NULL CHECK (from_version >= 1),
    to_version     integer CHECK (to_version > from_version),
    content_digest text NOT NULL,
    rows           bigint NOT NULL CHECK (rows >= 0),
    bytes          bigint NOT NULL CHECK (bytes >= 0),
    duration_ms    bigint,
    distance_m     double precision,
    recorded_at    timestamptz,
    vehicle        text,
    release        text,
    scenario_id    text,
    scenario_seed  bigint,
    source_uri     text NOT NULL,
    tables         jsonb NOT NULL,
    tags           jsonb NOT NULL,
    PRIMARY KEY (dataset_id, segment_id, from_version)
);
CREATE UNIQUE INDEX segment_current ON segment (dataset_id, segment_id) WHERE to_version IS NULL;

-- Order of all corrections of tags and spans.
CREATE SEQUENCE correction AS bigint;

-- Corrections of the tags that a segment was imported with; the highest revision of a name holds, null removes it.
CREATE TABLE segment_tag (
    dataset_id text NOT NULL REFERENCES dataset,
    segment_id text COLLATE "C" NOT NULL,
    name       text NOT NULL,
    revision   bigint NOT NULL,
    value      text,
    set_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (dataset_id, segment_id, name, revision)
);

-- Labelled time ranges; one that is removed keeps its row, so that what was known at any revision can be told.
CREATE TABLE span (
    dataset_id       text NOT NULL REFERENCES dataset,
    segment_id       text COLLATE "C" NOT NULL,
    start_ms         bigint NOT NULL,
    end_ms           bigint NOT NULL CHECK (end_ms >= start_ms),
    label            text NOT NULL,
    revision         bigint NOT NULL,
    removed_revision bigint CHECK (removed_revision > revision),
    set_at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (dataset_id, segment_id, revision)
);
CREATE INDEX segment_by_from_version ON segment (dataset_id, from_version);
CREATE INDEX segment_by_to_version ON segment (dataset_id, to_version) WHERE to_version IS NOT NULL;
CREATE INDEX span_by_segment ON span (dataset_id, segment_id, start_ms) WHERE removed_revision IS NULL;
