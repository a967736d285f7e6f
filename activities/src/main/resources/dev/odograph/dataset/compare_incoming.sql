-- What is held of the segments that come in: the same content in the same files, in other files, other content, nothing.
SELECT
    count(*) FILTER (WHERE s.content_digest = i.content_digest AND s.paths = i.paths) AS same,
    count(*) FILTER (WHERE s.content_digest = i.content_digest AND s.paths <> i.paths) AS moved,
    count(*) FILTER (WHERE s.content_digest <> i.content_digest) AS other,
    count(*) FILTER (WHERE s.segment_id IS NULL) AS absent,
    (array_agg(i.segment_id ORDER BY i.segment_id) FILTER (WHERE s.content_digest <> i.content_digest)) AS others,
    (array_agg(i.segment_id ORDER BY i.segment_id) FILTER (WHERE s.segment_id IS NULL)) AS absents
FROM (SELECT *, jsonb_path_query_array(tables, '$[*].path') AS paths FROM incoming) AS i
LEFT JOIN (
    SELECT *, jsonb_path_query_array(tables, '$[*].path') AS paths
    FROM segment
    WHERE dataset_id = ? AND to_version IS NULL
) AS s USING (segment_id)
