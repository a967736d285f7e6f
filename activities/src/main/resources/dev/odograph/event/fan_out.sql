WITH taken AS (
    SELECT name, types, graph, owner, position AS since, (SELECT coalesce(max(position), 0) FROM event) AS until
    FROM webhook
    FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE webhook SET position = greatest(position, until) FROM taken WHERE webhook.name = taken.name
)
INSERT INTO webhook_delivery (webhook, position, subject)
SELECT taken.name, event.position, event.subject
FROM taken
JOIN event ON event.position > taken.since AND event.position <= taken.until
WHERE (cardinality(taken.types) = 0 OR event.type = ANY (taken.types))
  AND (taken.graph IS NULL OR event.graph = taken.graph)
  AND (taken.owner IS NULL OR event.owner = taken.owner)
ON CONFLICT (webhook, position) DO NOTHING
