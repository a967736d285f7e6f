-- OpenLineage events that were taken where they are sent to; only where a place is configured.
CREATE TABLE lineage_event (
    run_id      text NOT NULL REFERENCES run ON DELETE CASCADE,
    event       text NOT NULL CHECK (event IN ('START', 'COMPLETE', 'FAIL', 'ABORT')),
    event_at_ms bigint NOT NULL,
    sent_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, event, event_at_ms)
);
