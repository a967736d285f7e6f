-- What a dataset held under a segment's id, version by version.
SELECT from_version, to_version, content_digest, rows
FROM segment
WHERE dataset_id = {0} AND segment_id = {1}
ORDER BY from_version DESC
LIMIT 50
