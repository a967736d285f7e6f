-- Housekeeping: what was deleted, as long as something still has to learn of it, and who had recordings purged.

-- Runs that retention deleted. ClickHouse's mirror must lose their visibility up to this revision; a later run of the
-- same id has higher ones. forgotten_at: when the mirror had lost it for the first time.
CREATE TABLE forgotten_run (
    revision     bigint PRIMARY KEY DEFAULT nextval('revision'),
    run_id       text NOT NULL,
    deleted_at   timestamptz NOT NULL DEFAULT now(),
    forgotten_at timestamptz
);
CREATE INDEX forgotten_run_by_run ON forgotten_run (run_id);

CREATE INDEX publication_log_by_run ON publication_log (run_id);

-- The audit of purges: all that stays of a recording. Never deleted. Unfinished ones are taken up again by the same
-- command.
CREATE TABLE purge (
    purge_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dataset     text NOT NULL,
    segments    text[] NOT NULL,
    recordings  jsonb NOT NULL,
    purged_by   text NOT NULL,
    reason      text NOT NULL,
    counts      jsonb NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
CREATE INDEX purge_by_dataset ON purge (dataset, purge_id DESC);
