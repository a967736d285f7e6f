-- Followers outside that are sent every event in order, such as a topic of Kafka (ADR 0018). One process at a time sends.
CREATE TABLE event_feed (
    name       text PRIMARY KEY,
    -- Up to here every event was acknowledged.
    position   bigint NOT NULL,
    -- Who sends; null where nobody does.
    holder     text,
    -- Until then nobody else does. How long ago it was tells how long the feed has been off.
    held_until timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);
