-- Encounters of each recording, also of one without any.
SELECT
    recordings.segment_id,
    count(encroachments.track_id) AS encounters,
    count(encroachments.track_id) FILTER (encroachments.pet_s < $conflict_s) AS conflicts,
    min(encroachments.pet_s) AS min_pet_s
FROM (SELECT DISTINCT segment_id FROM ego) AS recordings
LEFT JOIN encroachments ON encroachments.segment_id = recordings.segment_id
GROUP BY recordings.segment_id
