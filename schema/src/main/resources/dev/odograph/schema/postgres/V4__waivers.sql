-- Segments that a run does without: by an operator's decision, or within the budget that the graph's owner declared.
CREATE TABLE run_waiver (
    run_id      text NOT NULL REFERENCES run,
    segment_id  text NOT NULL,
    partition   integer NOT NULL CHECK (partition >= 0),
    -- Commits of this pass and earlier ones come from before the waiver: they still hold the segment.
    pass        integer NOT NULL,
    waived_by   text NOT NULL,
    reason      text NOT NULL,
    code        text,
    rows        bigint NOT NULL CHECK (rows >= 0),
    distance_m  double precision NOT NULL CHECK (distance_m >= 0),
    duration_ms bigint NOT NULL CHECK (duration_ms >= 0),
    waived_at   timestamptz NOT NULL DEFAULT now(),
    -- The mirror shows a waived segment under write 0, which no row has.
    revision    bigint NOT NULL UNIQUE DEFAULT nextval('revision'),
    mirrored    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (run_id, segment_id)
);
CREATE INDEX run_waiver_by_partition ON run_waiver (run_id, partition);
CREATE INDEX run_waiver_unmirrored ON run_waiver (revision) WHERE NOT mirrored;
