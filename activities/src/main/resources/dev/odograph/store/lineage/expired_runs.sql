-- Runs that are settled, too old, and followed by no reader: not by a channel, and not by a channel's view of one
-- version, which shows what was last published there of that version.
WITH input AS (
    SELECT make_interval(secs => ?::double precision) AS age, ?::integer AS newest, ?::text AS run_id,
        ?::text AS graph, ?::text AS dataset, ?::text AS metric, ?::text AS version
)
SELECT r.run_id
FROM run AS r, input
WHERE (input.run_id IS NULL OR r.run_id = input.run_id)
  AND (input.graph IS NULL OR r.graph = input.graph)
  AND (input.dataset IS NULL OR r.dataset = input.dataset)
  AND (
      input.metric IS NULL
      OR EXISTS (
          SELECT FROM run_stage AS s, jsonb_array_elements(s.metrics) AS m
          WHERE s.run_id = r.run_id
            AND m ->> 'name' = input.metric
            AND (input.version IS NULL OR m ->> 'version' = input.version)
      )
  )
  AND r.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
  AND r.finished_at <= now() - input.age
  AND NOT EXISTS (SELECT FROM run_pass AS p WHERE p.run_id = r.run_id AND p.started_at > now() - input.age)
  AND NOT EXISTS (SELECT FROM publication AS p WHERE p.run_id = r.run_id)
  AND NOT EXISTS (
      SELECT FROM publication_log AS l
      WHERE l.run_id = r.run_id
        AND NOT EXISTS (
            SELECT FROM publication_log AS later
            WHERE later.namespace = l.namespace
              AND later.metric = l.metric
              AND later.dataset = l.dataset
              AND later.channel = l.channel
              AND later.revision > l.revision
              AND later.run_id <> l.run_id
              AND (
                  SELECT m ->> 'version'
                  FROM run_stage AS s, jsonb_array_elements(s.metrics) AS m
                  WHERE s.run_id = later.run_id AND m ->> 'name' = later.metric
              ) = (
                  SELECT m ->> 'version'
                  FROM run_stage AS s, jsonb_array_elements(s.metrics) AS m
                  WHERE s.run_id = l.run_id AND m ->> 'name' = l.metric
              )
        )
  )
  AND (
      input.newest = 0
      OR input.newest <= (
          SELECT count(*)
          FROM run AS n
          WHERE n.namespace = r.namespace AND n.graph = r.graph AND n.dataset = r.dataset
            AND (n.created_at, n.run_id) > (r.created_at, r.run_id)
      )
  )
ORDER BY r.finished_at, r.run_id
LIMIT ?::integer
