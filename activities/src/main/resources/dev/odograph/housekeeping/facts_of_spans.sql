SELECT json_build_object(
    'dataset', {1}::text,
    'snapshot', {2}::bigint,
    'segment_id', segment_id,
    'start_ms', start_ms,
    'end_ms', end_ms,
    'label', label
)::text
FROM span
WHERE dataset_id = {0} AND removed_revision IS NULL
