-- The ledger: what of a run is planned, committed or waived, and what readers may see.
-- Statuses are text with a check, not enum types: a later migration then adds a word in one statement.

-- One order over everything the mirror copies: the highest revision of a key wins.
CREATE SEQUENCE revision AS bigint;

CREATE TABLE run (
    run_id              text PRIMARY KEY,
    namespace           text NOT NULL,
    graph               text NOT NULL,
    graph_version       text NOT NULL,
    bundle_digest       text NOT NULL,
    -- json keeps the text as it is: 1e3 stays a float, and a fingerprint of it stays the same.
    spec                json NOT NULL,
    dataset_id          text NOT NULL,
    dataset             text NOT NULL,
    dataset_version     bigint NOT NULL,
    parameters          json NOT NULL,
    purpose             text NOT NULL CHECK (purpose IN ('adhoc', 'ci', 'backfill', 'production')),
    failure_policy      text NOT NULL,
    owner               text,
    status              text NOT NULL DEFAULT 'PENDING'
        CHECK (status IN ('PENDING', 'RUNNING', 'PARKED', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    input_digest        text NOT NULL,
    planned_segments    bigint NOT NULL CHECK (planned_segments >= 0),
    planned_rows        bigint NOT NULL CHECK (planned_rows >= 0),
    planned_distance_m  double precision NOT NULL CHECK (planned_distance_m >= 0),
    planned_duration_ms bigint NOT NULL CHECK (planned_duration_ms >= 0),
    partitions          integer NOT NULL CHECK (partitions >= 0),
    created_at          timestamptz NOT NULL DEFAULT now(),
    started_at          timestamptz,
    finished_at         timestamptz,
    failure_code        text,
    failure_message     text
);
CREATE INDEX run_by_graph ON run (graph, created_at DESC);
CREATE INDEX run_by_dataset ON run (dataset, created_at DESC);
CREATE INDEX run_by_age ON run (created_at DESC);
CREATE INDEX run_open ON run (created_at DESC) WHERE status IN ('PENDING', 'RUNNING', 'PARKED');

-- One traversal of what is still missing, named by the Temporal run id that makes it.
CREATE TABLE run_pass (
    run_id          text NOT NULL REFERENCES run,
    pass            integer NOT NULL CHECK (pass >= 1),
    temporal_run_id text NOT NULL,
    started_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, pass),
    UNIQUE (run_id, temporal_run_id)
);

CREATE TABLE run_stage (
    run_id      text NOT NULL REFERENCES run,
    stage       integer NOT NULL CHECK (stage >= 0),
    name        text NOT NULL,
    steps       text[] NOT NULL,
    inputs      integer[] NOT NULL,
    reduce      boolean NOT NULL,
    fingerprint text NOT NULL,
    metrics     jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (run_id, stage),
    UNIQUE (run_id, name)
);

-- Partition -1 is a reduce over all segments; it is never listed here.
CREATE TABLE run_partition (
    run_id          text NOT NULL REFERENCES run,
    partition       integer NOT NULL CHECK (partition >= 0),
    segment_ids     text[] NOT NULL,
    segment_digests text[] NOT NULL,
    rows            bigint NOT NULL CHECK (rows >= 0),
    bytes           bigint NOT NULL CHECK (bytes >= 0),
    distance_m      double precision NOT NULL CHECK (distance_m >= 0),
    duration_ms     bigint NOT NULL CHECK (duration_ms >= 0),
    PRIMARY KEY (run_id, partition),
    CHECK (cardinality(segment_ids) = cardinality(segment_digests))
);

-- A stage's output for a partition. Referenced by runs and batches: never deleted while it is.
CREATE TABLE artifact (
    artifact_key text PRIMARY KEY,
    stage        text NOT NULL,
    files        jsonb NOT NULL,
    rows         bigint NOT NULL CHECK (rows >= 0),
    digest       text NOT NULL,
    bytes        bigint NOT NULL CHECK (bytes >= 0),
    run_id       text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX artifact_by_age ON artifact (created_at);

-- What became of a stage for a partition; PENDING is the absence of a row.
CREATE TABLE run_output (
    run_id       text NOT NULL REFERENCES run,
    stage        integer NOT NULL,
    partition    integer NOT NULL CHECK (partition >= -1),
    status       text NOT NULL CHECK (status IN ('COMMITTED', 'FAILED', 'WAIVED')),
    artifact_key text REFERENCES artifact,
    memo_hit     boolean NOT NULL DEFAULT false,
    pass         integer NOT NULL,
    attempt      integer NOT NULL DEFAULT 1,
    rows         bigint,
    started_at   timestamptz,
    finished_at  timestamptz NOT NULL DEFAULT now(),
    code         text,
    message      text,
    host         text,
    segment_id   text,
    PRIMARY KEY (run_id, stage, partition),
    FOREIGN KEY (run_id, stage) REFERENCES run_stage,
    CHECK (status <> 'COMMITTED' OR artifact_key IS NOT NULL),
    CHECK (status <> 'FAILED' OR (code IS NOT NULL AND message IS NOT NULL))
);
CREATE INDEX run_output_by_artifact ON run_output (artifact_key);
CREATE INDEX run_output_failed ON run_output (run_id, stage, partition) WHERE status = 'FAILED';

-- A table of results in ClickHouse.
CREATE TABLE metric_table (
    table_name    text PRIMARY KEY,
    namespace     text NOT NULL,
    metric        text NOT NULL,
    major         integer NOT NULL CHECK (major >= 0),
    scratch       boolean NOT NULL,
    schema        jsonb NOT NULL,
    schema_digest text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX metric_table_by_metric ON metric_table (namespace, metric, major);

-- One physical attempt to store a batch. A write that was settled never opens again.
CREATE TABLE write (
    write_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name text NOT NULL,
    batch_id   text NOT NULL,
    state      text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'COMMITTED', 'DEAD')),
    rows       bigint NOT NULL CHECK (rows >= 0),
    digest     text NOT NULL,
    run_id     text NOT NULL,
    opened_at  timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    swept_at   timestamptz,
    CHECK ((state = 'OPEN') = (settled_at IS NULL)),
    CHECK (swept_at IS NULL OR state = 'DEAD')
);
CREATE INDEX write_open ON write (opened_at) WHERE state = 'OPEN';
CREATE INDEX write_unswept ON write (write_no) WHERE state = 'DEAD' AND swept_at IS NULL;
CREATE INDEX write_by_batch ON write (batch_id);

-- One metric's rows for one partition, under the one write that holds them.
CREATE TABLE batch (
    batch_id     text PRIMARY KEY,
    table_name   text NOT NULL,
    namespace    text NOT NULL,
    metric       text NOT NULL,
    version      text NOT NULL,
    artifact_key text NOT NULL REFERENCES artifact,
    write_no     bigint NOT NULL UNIQUE REFERENCES write,
    rows         bigint NOT NULL CHECK (rows >= 0),
    digest       text NOT NULL,
    fingerprint  text NOT NULL,
    segments     text[] NOT NULL,
    run_id       text NOT NULL,
    committed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX batch_by_artifact ON batch (artifact_key);
CREATE INDEX batch_by_age ON batch (committed_at);

-- A run's reference to a batch: what makes the batch's rows visible under the run.
CREATE TABLE run_batch (
    run_id    text NOT NULL REFERENCES run,
    metric    text NOT NULL,
    major     integer NOT NULL CHECK (major >= 0),
    partition integer NOT NULL CHECK (partition >= -1),
    batch_id  text NOT NULL REFERENCES batch,
    revision  bigint NOT NULL UNIQUE DEFAULT nextval('revision'),
    mirrored  boolean NOT NULL DEFAULT false,
    PRIMARY KEY (run_id, metric, partition)
);
CREATE INDEX run_batch_by_batch ON run_batch (batch_id);
CREATE INDEX run_batch_unmirrored ON run_batch (revision) WHERE NOT mirrored;
CREATE INDEX run_batch_unmirrored_of_run ON run_batch (run_id, revision) WHERE NOT mirrored;

-- What readers of a channel see: one pointer to a run.
CREATE TABLE publication (
    namespace    text NOT NULL,
    metric       text NOT NULL,
    major        integer NOT NULL CHECK (major >= 0),
    dataset      text NOT NULL,
    channel      text NOT NULL,
    run_id       text NOT NULL REFERENCES run,
    revision     bigint NOT NULL UNIQUE DEFAULT nextval('revision'),
    mirrored     boolean NOT NULL DEFAULT false,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (namespace, metric, dataset, channel)
);
CREATE INDEX publication_unmirrored ON publication (revision) WHERE NOT mirrored;
CREATE INDEX publication_by_run ON publication (run_id);

-- Every move of a pointer, append-only.
CREATE TABLE publication_log (
    revision     bigint PRIMARY KEY,
    namespace    text NOT NULL,
    metric       text NOT NULL,
    major        integer NOT NULL,
    dataset      text NOT NULL,
    channel      text NOT NULL,
    run_id       text NOT NULL,
    previous     text,
    published_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX publication_log_by_metric ON publication_log (namespace, metric, dataset, channel, revision DESC);
