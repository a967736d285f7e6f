-- How a column's values are spread within labelled time ranges: only the rows of segments that have any are read.
WITH
    spans AS (SELECT segment_id, start_ms, end_ms, label FROM ${spans}),
    rows AS (
        SELECT segment_id, ${time} AS _odograph_t, toFloat64(assumeNotNull(${column})) AS _odograph_value
        FROM ${table}
        WHERE
            segment_id IN (SELECT segment_id FROM spans)
            AND write_no IN (${writes} AND segment_id IN (SELECT segment_id FROM spans))
            AND ${column} IS NOT NULL
            AND isFinite(_odograph_value)
    ),
    spread AS (
        SELECT
            label AS `group`,
            uniqExact(segment_id) AS segments,
            count() AS values,
            avg(_odograph_value) AS mean,
            min(_odograph_value) AS least,
            quantilesExact(0.05, 0.25, 0.5, 0.75, 0.95)(_odograph_value) AS quantiles,
            max(_odograph_value) AS most
        FROM rows
        INNER JOIN spans USING (segment_id)
        WHERE _odograph_t BETWEEN start_ms AND end_ms
        GROUP BY label
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
