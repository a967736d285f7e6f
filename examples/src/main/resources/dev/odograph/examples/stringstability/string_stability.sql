-- The leader is ahead of the first follower; the tail is the last.
SELECT
    segment_id,
    count(*) AS followers,
    count(*) FILTER (l2_gain > 1) AS amplifying,
    max(l2_gain) AS worst_l2_gain,
    arg_max(own_rms_mps, position) / nullif(arg_min(ahead_rms_mps, position), 0) AS head_to_tail_gain,
    bool_and(l2_gain <= 1) AS strictly_stable
FROM follower_gain
GROUP BY segment_id
