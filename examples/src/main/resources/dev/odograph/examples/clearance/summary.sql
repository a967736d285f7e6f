-- Each recording, also one without people.
SELECT
    recordings.segment_id,
    count(passings.object_id) AS people,
    count(passings.object_id) FILTER (passings.min_clearance_m < $limit_m) AS too_close,
    min(passings.min_clearance_m) AS min_clearance_m,
    coalesce(sum(passings.below_s), 0)::DOUBLE AS below_s
FROM (SELECT DISTINCT segment_id FROM robot) AS recordings
LEFT JOIN passings ON passings.segment_id = recordings.segment_id
GROUP BY recordings.segment_id
