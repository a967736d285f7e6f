-- The worst rows. The n worst are in the n segments whose own worst are worst: only their rows are read.
WITH worst AS (
    SELECT segment_id
    FROM ${summary} AS s
    WHERE s.column = {column:String} AND s.present > 0
    ORDER BY s.${extreme} ${order}, segment_id
    LIMIT {limit:UInt64}
)
SELECT ${columns}
FROM ${table}
WHERE
    segment_id IN (SELECT segment_id FROM worst)
    AND write_no IN (${writes} AND segment_id IN (SELECT segment_id FROM worst))
    AND ${column} IS NOT NULL
    AND isFinite(toFloat64(assumeNotNull(${column})))
ORDER BY ${column} ${order}, ${key}
LIMIT {limit:UInt64}
