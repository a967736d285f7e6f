-- The last value of each segment in order of its key, the newest recordings first.
SELECT
    s.segment_id,
    f.recorded_at,
    s.last AS value,
    s.present AS values
FROM ${summary} AS s
LEFT JOIN ${segments} AS f ON f.segment_id = s.segment_id
WHERE s.column = {column:String} AND s.present > 0
ORDER BY f.recorded_at DESC NULLS LAST, s.segment_id
LIMIT {limit:UInt64}
