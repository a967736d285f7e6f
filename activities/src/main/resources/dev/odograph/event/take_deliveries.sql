-- Of each run only the first that is pending: the next follows when it was delivered or given up.
WITH due AS (
    SELECT delivery.delivery_id
    FROM webhook_delivery AS delivery
    WHERE delivery.webhook = {0}
      AND delivery.state = 'PENDING'
      AND delivery.due_at <= now()
      AND NOT EXISTS (
          SELECT 1 FROM webhook_delivery AS before
          WHERE before.webhook = delivery.webhook
            AND before.subject = delivery.subject
            AND before.state = 'PENDING'
            AND before.position < delivery.position)
    ORDER BY delivery.position
    LIMIT {1}
    FOR UPDATE SKIP LOCKED
)
UPDATE webhook_delivery AS delivery
SET attempts = delivery.attempts + 1, due_at = now() + {2} * interval '1 second'
FROM due, webhook, event
WHERE delivery.delivery_id = due.delivery_id
  AND webhook.name = delivery.webhook
  AND event.position = delivery.position
RETURNING delivery.delivery_id, delivery.attempts, webhook.url, webhook.secret, webhook.template,
    event.position, event.type, event.subject, event.graph, event.owner, event.data, event.occurred_at
