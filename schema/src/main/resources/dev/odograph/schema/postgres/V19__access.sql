-- Who may ask the API (ADR 0020). A token is kept by its hash only: who reads this table cannot use one.
CREATE TABLE api_token (
    token_id   text PRIMARY KEY,
    -- Lower-case hex of SHA-256 of the whole token, which has 256 random bits.
    hash       text NOT NULL UNIQUE,
    name       text NOT NULL,
    role       text NOT NULL CHECK (role IN ('READER', 'AUTHOR', 'OPERATOR', 'ADMIN')),
    -- Graphs of this team only, in what changes something; null for all.
    team       text,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by text
);
CREATE INDEX api_token_by_name ON api_token (name);

-- What people and programs asked for that changes something, allowed or not.
CREATE TABLE audit (
    audit_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Name of a token, of a user of this machine, or "anonymous".
    by       text NOT NULL,
    role     text,
    -- Such as "retry", "publish", "purge".
    action   text NOT NULL,
    -- A run, a channel, a webhook, a token; empty where it is of none.
    subject  text NOT NULL,
    -- HTTP status by the API; null by the command line, which records what it did.
    status   integer,
    reason   text
);
CREATE INDEX audit_by_age ON audit (at);
