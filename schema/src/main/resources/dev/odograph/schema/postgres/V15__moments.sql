-- What people found of moments, the rows of event metrics. A moment is a place in a recording, not a row of a run: later
-- runs' rows are matched to it by overlap in time.
CREATE TABLE moment (
    moment_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace  text NOT NULL,
    metric     text NOT NULL,
    major      integer NOT NULL CHECK (major >= 0),
    dataset    text NOT NULL,
    segment_id text COLLATE "C" NOT NULL,
    -- Other parts of the row's key, such as the place in a platoon; empty where there are none.
    subject    text NOT NULL,
    start_ms   bigint NOT NULL,
    end_ms     bigint NOT NULL CHECK (end_ms >= start_ms),
    state      text NOT NULL CHECK (state IN ('new', 'confirmed', 'false_positive', 'fixed')),
    assignee   text,
    -- The moment whose state this one had, where a later run split it.
    follows    bigint REFERENCES moment ON DELETE SET NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (namespace, metric, major, dataset, segment_id, subject, start_ms, end_ms)
);

-- Every change and comment, append-only.
CREATE TABLE moment_entry (
    entry_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    moment_id bigint NOT NULL REFERENCES moment ON DELETE CASCADE,
    run_id    text NOT NULL,
    version   text NOT NULL,
    state     text,
    assignee  text,
    text      text,
    made_by   text NOT NULL,
    made_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX moment_entry_by_moment ON moment_entry (moment_id, entry_id);
