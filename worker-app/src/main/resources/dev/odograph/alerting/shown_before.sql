-- The run that a channel showed before the one that it shows now.
SELECT previous
FROM publication_log
WHERE namespace = ? AND metric = ? AND dataset = ? AND channel = ? AND run_id = ? AND previous IS NOT NULL AND previous <> run_id
ORDER BY revision DESC
LIMIT 1
