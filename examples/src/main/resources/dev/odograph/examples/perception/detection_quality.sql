-- Whole micrometres are summed, which no order of rows changes.
WITH
    counted AS (
        SELECT
            segment_id,
            kind,
            count(*) FILTER (outcome = 'true_positive') AS true_positives,
            count(*) FILTER (outcome = 'false_positive') AS false_positives,
            count(*) FILTER (outcome = 'missed') AS missed,
            sum(round(distance_m * 1e6)::BIGINT) / (nullif(count(distance_m), 0) * 1e6) AS mean_distance_m
        FROM detection_matches
        GROUP BY segment_id, kind
    )
SELECT
    segment_id,
    kind,
    true_positives,
    false_positives,
    missed,
    true_positives / nullif(true_positives + false_positives, 0)::DOUBLE AS precision,
    true_positives / nullif(true_positives + missed, 0)::DOUBLE AS recall,
    2 * true_positives / nullif(2 * true_positives + false_positives + missed, 0)::DOUBLE AS f1,
    mean_distance_m
FROM counted
