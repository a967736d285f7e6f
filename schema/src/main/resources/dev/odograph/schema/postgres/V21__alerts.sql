-- Rules of what someone is to be told, and what they found (ADR 0022).
CREATE TABLE alert_rule (
    name       text PRIMARY KEY,
    definition jsonb NOT NULL,
    -- What was looked at last: the rule is judged again when that is another.
    evaluated  text NOT NULL DEFAULT '',
    -- Why not all of it could be judged last; null where it could.
    unjudged   text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE alert (
    alert_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule        text NOT NULL,
    slice       text NOT NULL,
    state       text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'RESOLVED')),
    severity    text NOT NULL,
    graph       text,
    owner       text,
    run_id      text,
    value       double precision,
    message     text NOT NULL,
    -- How often it was found.
    times       bigint NOT NULL DEFAULT 1,
    -- Whether its opening was told, which it is not while it is snoozed.
    told        boolean NOT NULL DEFAULT false,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    seen_at     timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    CHECK ((state = 'RESOLVED') = (resolved_at IS NOT NULL))
);
CREATE UNIQUE INDEX alert_open ON alert (rule, slice) WHERE state = 'OPEN';
CREATE INDEX alert_newest ON alert (opened_at DESC, alert_id DESC);

CREATE TABLE alert_snooze (
    rule       text NOT NULL,
    -- Of this slice; '*' of all.
    slice      text NOT NULL,
    until      timestamptz NOT NULL,
    snoozed_by text NOT NULL,
    PRIMARY KEY (rule, slice)
);

CREATE FUNCTION alert_event() RETURNS trigger AS $$
BEGIN
    INSERT INTO event (type, subject, graph, owner, data)
    VALUES (
        'dev.odograph.alert.' || CASE NEW.state WHEN 'OPEN' THEN 'opened' ELSE 'resolved' END,
        'alert:' || NEW.rule || CASE NEW.slice WHEN '' THEN '' ELSE '/' || NEW.slice END,
        NEW.graph,
        NEW.owner,
        jsonb_build_object(
            'alert_id', NEW.alert_id,
            'rule', NEW.rule,
            'slice', NEW.slice,
            'state', lower(NEW.state),
            'severity', NEW.severity,
            'graph', NEW.graph,
            'owner', NEW.owner,
            'run_id', NEW.run_id,
            'value', NEW.value,
            'message', NEW.message,
            'times', NEW.times,
            'opened_at', NEW.opened_at,
            'resolved_at', NEW.resolved_at));
    PERFORM pg_notify('odograph_event', '');
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER alert_event AFTER UPDATE OF told, state ON alert FOR EACH ROW
    WHEN (NEW.told AND (NOT OLD.told OR NEW.state <> OLD.state))
    EXECUTE FUNCTION alert_event();

-- How events are written for a receiver.
ALTER TABLE webhook ADD COLUMN template text NOT NULL DEFAULT 'cloudevents'
    CHECK (template IN ('cloudevents', 'slack', 'pagerduty', 'alertmanager'));
