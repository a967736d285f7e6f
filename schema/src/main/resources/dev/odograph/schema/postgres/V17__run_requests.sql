-- Starts of runs that the API accepted. A row is a promise: a starter makes it a workflow, whatever happens to the process
-- that accepted it, and it is settled here where no run comes of it.
CREATE TABLE run_request (
    run_id          text PRIMARY KEY,
    -- Who asked, and the key by which they may ask again; the key is theirs alone.
    requested_by    text NOT NULL,
    idempotency_key text,
    request_digest  text NOT NULL,
    -- json keeps the text as it is, and with it the digest that planning takes of it.
    input           json NOT NULL,
    graph           text NOT NULL,
    graph_version   text,
    dataset         text NOT NULL,
    dataset_version bigint,
    purpose         text NOT NULL CHECK (purpose IN ('adhoc', 'ci', 'backfill', 'production')),
    -- PLANNED: the run is in the ledger, which says the rest. FAILED and CANCELLED: no run came of it.
    state           text NOT NULL DEFAULT 'QUEUED'
        CHECK (state IN ('QUEUED', 'STARTED', 'PLANNED', 'FAILED', 'CANCELLED')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    -- Not to be taken before.
    due_at          timestamptz NOT NULL DEFAULT now(),
    -- A starter has it until then; should the starter die, another takes it afterwards.
    leased_until    timestamptz NOT NULL DEFAULT now(),
    attempts        integer NOT NULL DEFAULT 0,
    waits_for       text,
    started_at      timestamptz,
    finished_at     timestamptz,
    failure_code    text,
    failure_message text,
    UNIQUE (requested_by, idempotency_key),
    CHECK ((state IN ('FAILED', 'CANCELLED')) = (failure_code IS NOT NULL AND finished_at IS NOT NULL))
);
CREATE INDEX run_request_queued ON run_request (due_at) WHERE state = 'QUEUED';
CREATE INDEX run_request_started ON run_request (started_at) WHERE state = 'STARTED';
CREATE INDEX run_request_unplanned ON run_request (created_at DESC, run_id DESC) WHERE state <> 'PLANNED';

-- A run that was asked for is as old as its request: it keeps its place in lists when it is planned.
CREATE FUNCTION run_accepted() RETURNS trigger AS $$
BEGIN
    NEW.created_at = coalesce((SELECT created_at FROM run_request WHERE run_id = NEW.run_id), NEW.created_at);
    RETURN NEW;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER run_accepted BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION run_accepted();

-- Whoever plans a run settles the request for it, in the same transaction.
CREATE FUNCTION run_request_planned() RETURNS trigger AS $$
BEGIN
    UPDATE run_request
    SET state = 'PLANNED', waits_for = NULL, finished_at = NULL, failure_code = NULL, failure_message = NULL
    WHERE run_id = NEW.run_id AND state <> 'PLANNED';
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER run_request_planned AFTER INSERT ON run FOR EACH ROW EXECUTE FUNCTION run_request_planned();

-- Wakes whoever waits for the run: a listener in each process of the API.
CREATE FUNCTION run_ended() RETURNS trigger AS $$
BEGIN
    PERFORM pg_notify('odograph_run', NEW.run_id);
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER run_ended AFTER UPDATE OF status ON run FOR EACH ROW
    WHEN (OLD.status <> NEW.status AND NEW.status IN ('PARKED', 'SUCCEEDED', 'FAILED', 'CANCELLED'))
    EXECUTE FUNCTION run_ended();

CREATE TRIGGER run_request_ended AFTER UPDATE OF state ON run_request FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND NEW.state IN ('FAILED', 'CANCELLED'))
    EXECUTE FUNCTION run_ended();


-- A start of which no run came is an event too: whoever waits for the run's end must hear of it.
CREATE FUNCTION run_request_event() RETURNS trigger AS $$
BEGIN
    INSERT INTO event (type, subject, graph, data)
    VALUES (
        'dev.odograph.run.' || lower(NEW.state),
        NEW.run_id,
        NEW.graph,
        jsonb_build_object(
            'run_id', NEW.run_id,
            'status', NEW.state,
            'graph', NEW.graph,
            'graph_version', NEW.graph_version,
            'dataset', NEW.dataset,
            'dataset_version', NEW.dataset_version,
            'purpose', NEW.purpose,
            'owner', NULL,
            'failure', jsonb_build_object('code', NEW.failure_code, 'message', NEW.failure_message)));
    PERFORM pg_notify('odograph_event', '');
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER run_request_event AFTER UPDATE OF state ON run_request FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND NEW.state IN ('FAILED', 'CANCELLED'))
    EXECUTE FUNCTION run_request_event();
