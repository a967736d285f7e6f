WITH
    counted AS (
        SELECT
            kind,
            count(*) AS segments,
            coalesce(sum(true_positives), 0)::BIGINT AS true_positives,
            coalesce(sum(false_positives), 0)::BIGINT AS false_positives,
            coalesce(sum(missed), 0)::BIGINT AS missed
        FROM detection_quality
        GROUP BY kind
    )
SELECT
    kind,
    segments,
    true_positives,
    false_positives,
    missed,
    true_positives / nullif(true_positives + false_positives, 0)::DOUBLE AS precision,
    true_positives / nullif(true_positives + missed, 0)::DOUBLE AS recall,
    2 * true_positives / nullif(2 * true_positives + false_positives + missed, 0)::DOUBLE AS f1
FROM counted
