-- Authors' bundles, and the branches whose heads they are.

CREATE TABLE bundle (
    digest    text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    project   text NOT NULL,
    graphs    text[] NOT NULL,
    -- What its kernel libraries were built for; null where it has none.
    platform  text,
    bytes     bigint NOT NULL CHECK (bytes >= 0),
    -- Whether it ever was the head of the protected branch. Only merged code alters shared tables.
    merged    boolean NOT NULL DEFAULT false,
    pushed_at timestamptz NOT NULL DEFAULT now(),
    used_at   timestamptz NOT NULL DEFAULT now()
);

-- A bundle's files as one archive, in parts, so that any worker can fetch them.
CREATE TABLE bundle_part (
    digest  text NOT NULL REFERENCES bundle ON DELETE CASCADE,
    part    integer NOT NULL CHECK (part >= 0),
    content bytea NOT NULL,
    PRIMARY KEY (digest, part)
);
-- Archives are compressed already.
ALTER TABLE bundle_part ALTER COLUMN content SET STORAGE EXTERNAL;

-- A branch has a head for each graph: several projects share a branch name without meeting.
CREATE TABLE branch_head (
    branch    text NOT NULL,
    graph     text NOT NULL,
    project   text NOT NULL,
    digest    text NOT NULL REFERENCES bundle,
    protected boolean NOT NULL,
    moved_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (branch, graph)
);
CREATE INDEX branch_head_by_digest ON branch_head (digest);

-- The branch whose code a run is of; null for merged code.
ALTER TABLE run ADD COLUMN branch text;
CREATE INDEX run_by_bundle ON run (bundle_digest);
