-- What became of runs and channels, written by the transaction that it tells of (ADR 0018): triggers, so that no code path
-- forgets it, and a worker of an earlier release writes it too.
CREATE TABLE event (
    event_no    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Place in the order that readers follow. Given after the commit, by one process at a time: who has read up to a place
    -- has missed nothing, which numbers given before the commit cannot promise.
    position    bigint UNIQUE,
    type        text NOT NULL,
    subject     text NOT NULL,
    graph       text,
    owner       text,
    data        jsonb NOT NULL,
    occurred_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX event_unplaced ON event (event_no) WHERE position IS NULL;
CREATE INDEX event_by_subject ON event (subject, position);
CREATE INDEX event_by_age ON event (occurred_at);
CREATE SEQUENCE event_position AS bigint;

CREATE FUNCTION run_event() RETURNS trigger AS $$
BEGIN
    INSERT INTO event (type, subject, graph, owner, data)
    VALUES (
        'dev.odograph.run.' || CASE NEW.status WHEN 'RUNNING' THEN 'started' ELSE lower(NEW.status) END,
        NEW.run_id,
        NEW.graph,
        NEW.owner,
        jsonb_build_object(
            'run_id', NEW.run_id,
            'status', NEW.status,
            'graph', NEW.graph,
            'graph_version', NEW.graph_version,
            'dataset', NEW.dataset,
            'dataset_version', NEW.dataset_version,
            'purpose', NEW.purpose,
            'owner', NEW.owner,
            'failure', CASE
                WHEN NEW.failure_code IS NULL THEN NULL
                ELSE jsonb_build_object('code', NEW.failure_code, 'message', NEW.failure_message)
            END));
    PERFORM pg_notify('odograph_event', '');
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER run_event AFTER UPDATE OF status ON run FOR EACH ROW
    WHEN (OLD.status <> NEW.status AND NEW.status <> 'PENDING')
    EXECUTE FUNCTION run_event();

CREATE FUNCTION publication_event() RETURNS trigger AS $$
BEGIN
    INSERT INTO event (type, subject, graph, owner, data)
    SELECT
        'dev.odograph.publication.moved',
        NEW.run_id,
        run.graph,
        run.owner,
        jsonb_build_object(
            'namespace', NEW.namespace,
            'metric', NEW.metric,
            'major', NEW.major,
            'dataset', NEW.dataset,
            'channel', NEW.channel,
            'run_id', NEW.run_id,
            'previous', NEW.previous,
            'action', NEW.action)
    FROM run
    WHERE run.run_id = NEW.run_id;
    PERFORM pg_notify('odograph_event', '');
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER publication_event AFTER INSERT ON publication_log FOR EACH ROW EXECUTE FUNCTION publication_event();

-- Places that events are sent to.
CREATE TABLE webhook (
    name       text PRIMARY KEY,
    url        text NOT NULL,
    -- In clear: a signature needs it. Whoever reads this table may forge events, and nothing else.
    secret     text NOT NULL,
    -- Empty: of every type.
    types      text[] NOT NULL,
    graph      text,
    owner      text,
    paused     boolean NOT NULL DEFAULT false,
    -- Up to here events have become deliveries.
    position   bigint NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE webhook_delivery (
    delivery_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook      text NOT NULL REFERENCES webhook ON DELETE CASCADE,
    position     bigint NOT NULL,
    subject      text NOT NULL,
    state        text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DELIVERED', 'DEAD')),
    attempts     integer NOT NULL DEFAULT 0,
    -- Not to be sent before; who sends it moves this on, so that it is sent again should the sender die.
    due_at       timestamptz NOT NULL DEFAULT now(),
    status       integer,
    error        text,
    delivered_at timestamptz,
    UNIQUE (webhook, position)
);
CREATE INDEX webhook_delivery_pending ON webhook_delivery (webhook, subject, position) WHERE state = 'PENDING';
