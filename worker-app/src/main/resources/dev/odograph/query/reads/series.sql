-- The rows of one segment in order of their key.
SELECT ${columns}
FROM ${table}
WHERE segment_id = {segment:String} AND write_no IN (${writes} AND segment_id = {segment:String})
ORDER BY ${key}
LIMIT {limit:UInt64}
