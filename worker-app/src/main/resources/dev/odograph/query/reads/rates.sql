-- Rows, or the sum of a column, per 1,000 km recorded, by a property of the recordings. The interval is that of a ratio of
-- sums over segments (linearised, 95 %); where nothing happened its upper end is the rule of three.
WITH
    seen AS (
        SELECT
            ${group} AS `group`,
            f.distance_m / 1e6 AS x,
            ifNull(s.amount, 0) AS y
        FROM (${visible_segments}) AS v
        INNER JOIN ${segments} AS f ON f.segment_id = v.segment_id
        LEFT JOIN (
            SELECT segment_id, if({column:String} = '', toFloat64(rows), sum) AS amount
            FROM ${summary}
            WHERE `column` = {column:String}
        ) AS s ON s.segment_id = v.segment_id
        WHERE f.distance_m > 0
    ),
    sums AS (
        SELECT
            `group`,
            count() AS n,
            sum(x) AS sx,
            sum(y) AS sy,
            sum(x * x) AS sxx,
            sum(x * y) AS sxy,
            sum(y * y) AS syy
        FROM seen
        GROUP BY `group`
    ),
    rated AS (
        SELECT
            *,
            sy / sx AS rate,
            1.959964 * sqrt(greatest(0, syy - 2 * rate * sxy + rate * rate * sxx) * n / (n - 1)) / sx AS half
        FROM sums
    )
SELECT
    `group`,
    n AS segments,
    1000 * sx AS km,
    sy AS amount,
    rate AS per_1000_km,
    if(n < 2, NULL, greatest(0, rate - half)) AS lower,
    multiIf(n < 2, NULL, syy = 0, 3 / sx, rate + half) AS upper
FROM rated
ORDER BY km DESC, `group`
LIMIT {limit:UInt64}
