-- Deletes events of an age, and with them deliveries that were made or given up. One that a webhook has still to be sent is
-- kept longer, then it goes too: a webhook that is paused, or that nobody listens to, holds nothing for ever.
WITH gone AS (
    DELETE FROM event
    WHERE position IS NOT NULL
      AND occurred_at < now() - ? * interval '1 second'
      AND (occurred_at < now() - ? * interval '1 second'
          OR (NOT EXISTS (SELECT 1 FROM webhook WHERE webhook.position < event.position)
              AND NOT EXISTS (
                  SELECT 1 FROM webhook_delivery AS delivery
                  WHERE delivery.position = event.position AND delivery.state = 'PENDING')))
      -- A feed that nobody has sent for so long was turned off.
      AND NOT EXISTS (
          SELECT 1 FROM event_feed AS feed
          WHERE feed.position < event.position AND feed.held_until > now() - interval '7 days')
    RETURNING position
), deliveries AS (
    DELETE FROM webhook_delivery USING gone WHERE webhook_delivery.position = gone.position
)
SELECT count(*) FROM gone
