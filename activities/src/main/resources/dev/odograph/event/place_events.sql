UPDATE event
SET position = placed.position
FROM (
    SELECT event_no, nextval('event_position') AS position
    FROM (
        SELECT event_no
        FROM event
        WHERE position IS NULL
        ORDER BY event_no
        LIMIT 1000
    ) AS unplaced
) AS placed
WHERE event.event_no = placed.event_no
