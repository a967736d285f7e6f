WITH gone AS (
    DELETE FROM event
    WHERE position IS NOT NULL
      AND occurred_at < now() - ? * interval '1 second'
      AND NOT EXISTS (SELECT 1 FROM webhook WHERE webhook.position < event.position)
      AND NOT EXISTS (
          SELECT 1 FROM webhook_delivery AS delivery
          WHERE delivery.position = event.position AND delivery.state <> 'DELIVERED')
    RETURNING position
), deliveries AS (
    DELETE FROM webhook_delivery USING gone WHERE webhook_delivery.position = gone.position
)
SELECT count(*) FROM gone
