-- The spans of a segment as of a correction.
SELECT segment_id, start_ms, end_ms, label, revision
FROM span
WHERE dataset_id = {0} AND segment_id = {1} AND revision <= {2} AND (removed_revision IS NULL OR removed_revision > {2})
ORDER BY start_ms, revision
LIMIT 2000
