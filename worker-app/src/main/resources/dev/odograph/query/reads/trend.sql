-- A column by the week in which it was recorded, against the last week before it and over four weeks.
WITH weekly AS (
    SELECT
        toDate(toStartOfWeek(f.recorded_at, 1)) AS week,
        count() AS segments,
        sum(s.present) AS values,
        sum(s.sum) AS total,
        min(s.least) AS least,
        max(s.most) AS most
    FROM ${summary} AS s
    INNER JOIN ${segments} AS f ON f.segment_id = s.segment_id
    WHERE s.column = {column:String} AND s.present > 0 AND f.recorded_at IS NOT NULL
    GROUP BY week
)
SELECT
    week,
    segments,
    values,
    total / values AS mean,
    mean - lagInFrame(toNullable(mean)) OVER (ORDER BY week ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS change,
    sum(total) OVER month / sum(values) OVER month AS mean_of_4_weeks,
    least,
    most
FROM weekly
WINDOW month AS (ORDER BY week RANGE BETWEEN 21 PRECEDING AND CURRENT ROW)
ORDER BY week DESC
LIMIT {limit:UInt64}
