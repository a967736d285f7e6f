WITH gone AS (
    DELETE FROM event
    WHERE position IS NOT NULL
      AND occurred_at < now() - ? * interval '1 second'
      AND NOT EXISTS (SELECT 1 FROM webhook WHERE webhook.position < event.position)
      AND NOT EXISTS (
          SELECT 1 FROM webhook_delivery AS delivery
          WHERE delivery.position = event.position AND delivery.state <> 'DELIVERED')
      -- A feed that nobody has sent for so long was turned off.
      AND NOT EXISTS (
          SELECT 1 FROM event_feed AS feed
          WHERE feed.position < event.position AND feed.held_until > now() - interval '7 days')
    RETURNING position
), deliveries AS (
    DELETE FROM webhook_delivery USING gone WHERE webhook_delivery.position = gone.position
)
SELECT count(*) FROM gone
