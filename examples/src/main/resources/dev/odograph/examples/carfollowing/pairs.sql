-- Each follower with the vehicle before it at the same moment.
SELECT
    follower.segment_id,
    follower.position,
    follower.t_ms,
    follower.speed_mps,
    follower.gap_m,
    follower.speed_mps - leader.speed_mps AS closing_mps
FROM samples AS follower
JOIN samples AS leader
    ON leader.segment_id = follower.segment_id
    AND leader.t_ms = follower.t_ms
    AND leader.position = follower.position - 1
WHERE follower.gap_m IS NOT NULL
