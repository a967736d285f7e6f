-- What breaks the rules of checks, with the first rows of it.
CREATE TABLE violation (
    violation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of what passed: the output whose rows they are, which any number of runs may reuse.
    artifact_key text REFERENCES artifact ON DELETE CASCADE,
    -- Of what failed: the failed output; without a stage, what was found when the run was planned.
    run_id       text REFERENCES run ON DELETE CASCADE,
    stage        integer,
    partition    integer,
    step         text NOT NULL,
    number       integer NOT NULL CHECK (number >= 0),
    rule         text NOT NULL,
    severity     text NOT NULL CHECK (severity IN ('ERROR', 'WARN')),
    outcome      text NOT NULL CHECK (outcome IN ('FAILED', 'WARNED', 'TOLERATED')),
    segment_id   text NOT NULL,
    rows         bigint NOT NULL CHECK (rows >= 0),
    violations   bigint NOT NULL CHECK (violations > 0),
    samples      jsonb NOT NULL,
    FOREIGN KEY (run_id, stage, partition) REFERENCES run_output ON DELETE CASCADE,
    CHECK ((artifact_key IS NULL) <> (run_id IS NULL)),
    CHECK ((stage IS NULL) = (partition IS NULL))
);
CREATE INDEX violation_by_artifact ON violation (artifact_key) WHERE artifact_key IS NOT NULL;
CREATE INDEX violation_by_run ON violation (run_id, stage, partition) WHERE run_id IS NOT NULL;

-- What a run shows: what passed becomes visible by the commit of the output, also where that was reused.
CREATE VIEW run_violation AS
SELECT o.run_id, o.stage, o.partition, v.violation_id, v.step, v.number, v.rule, v.severity, v.outcome, v.segment_id,
       v.rows, v.violations, v.samples
FROM run_output o
JOIN violation v ON v.artifact_key = o.artifact_key
WHERE o.status = 'COMMITTED'
UNION ALL
SELECT v.run_id, v.stage, v.partition, v.violation_id, v.step, v.number, v.rule, v.severity, v.outcome, v.segment_id,
       v.rows, v.violations, v.samples
FROM violation v
WHERE v.run_id IS NOT NULL;
