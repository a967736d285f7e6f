UPDATE segment AS s
SET to_version = ?
FROM incoming AS i
WHERE s.dataset_id = ? AND s.to_version IS NULL AND s.segment_id = i.segment_id
    AND (
        s.content_digest <> i.content_digest
        OR jsonb_path_query_array(s.tables, '$[*].path') <> jsonb_path_query_array(i.tables, '$[*].path')
    )
