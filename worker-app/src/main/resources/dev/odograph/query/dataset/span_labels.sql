-- Labels of spans, with how many there are, in how many segments, how long, and one segment to look at.
SELECT
    label, count(*) AS spans, count(DISTINCT segment_id) AS segments, sum(end_ms - start_ms) AS total_ms,
    (array_agg(segment_id ORDER BY segment_id, start_ms))[1] AS first_segment,
    (array_agg(start_ms ORDER BY segment_id, start_ms))[1] AS first_ms
FROM span
WHERE dataset_id = {0} AND removed_revision IS NULL
GROUP BY label
ORDER BY spans DESC, label
LIMIT 50
