SELECT webhook.*, pending, dead, last_error
FROM webhook
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE state = 'PENDING') AS pending,
        count(*) FILTER (WHERE state = 'DEAD') AS dead,
        (array_agg(error ORDER BY position DESC) FILTER (WHERE error IS NOT NULL))[1] AS last_error
    FROM webhook_delivery AS delivery
    WHERE delivery.webhook = webhook.name
) AS counts
ORDER BY name
