SELECT segment_id, t_ms, false AS truth, detection_id AS id, kind, score, east_m, north_m
FROM scored
UNION ALL
SELECT segment_id, t_ms, true AS truth, object_id AS id, kind, NULL::DOUBLE AS score, east_m, north_m
FROM ground_truth
