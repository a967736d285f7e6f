-- Pointers that people move: published to a channel of any name, taken back, or held where they are.

-- A pinned pointer is moved by no run that succeeds.
ALTER TABLE publication ADD COLUMN pinned boolean NOT NULL DEFAULT false;

ALTER TABLE publication_log
    ADD COLUMN action text NOT NULL DEFAULT 'run'
        CHECK (action IN ('run', 'publish', 'rollback', 'pin', 'unpin')),
    ADD COLUMN moved_by text,
    ADD COLUMN reason text;
