INSERT INTO run_partition (run_id, partition, segment_ids, segment_digests, rows, bytes, distance_m, duration_ms)
SELECT ?, p.partition, p.segment_ids, p.segment_digests, p.rows, p.bytes, p.distance_m, p.duration_ms
FROM jsonb_to_recordset(?::jsonb) AS p (
    partition integer,
    segment_ids text[],
    segment_digests text[],
    rows bigint,
    bytes bigint,
    distance_m double precision,
    duration_ms bigint
)
