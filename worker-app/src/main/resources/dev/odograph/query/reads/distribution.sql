-- How a column's values are spread, by a property of the recordings: weighted points of the segments' sketches.
WITH spread AS (
    SELECT
        ${group} AS `group`,
        count() AS segments,
        sum(s.present) AS values,
        sum(s.sum) / sum(s.present) AS mean,
        min(s.least) AS least,
        quantilesExactWeightedArray(0.05, 0.25, 0.5, 0.75, 0.95)(
            s.points, arrayWithConstant(length(s.points), toUInt64(round(1000 * s.present / length(s.points))))
        ) AS quantiles,
        max(s.most) AS most
    FROM ${summary} AS s
    LEFT JOIN ${segments} AS f ON f.segment_id = s.segment_id
    WHERE s.column = {column:String} AND s.present > 0
    GROUP BY `group`
)
SELECT
    `group`,
    segments,
    values,
    mean,
    least,
    quantiles[1] AS p05,
    quantiles[2] AS p25,
    quantiles[3] AS p50,
    quantiles[4] AS p75,
    quantiles[5] AS p95,
    most
FROM spread
ORDER BY values DESC, `group`
LIMIT {limit:UInt64}
