-- Everyone as a track; the recording vehicle is track 0.
SELECT segment_id, 0::INTEGER AS track_id, t_ms, east_m, north_m
FROM ego
UNION ALL
SELECT segment_id, object_id AS track_id, t_ms, east_m, north_m
FROM objects
WHERE object_id > 0
