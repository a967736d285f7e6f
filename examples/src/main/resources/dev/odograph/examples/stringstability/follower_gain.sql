-- Each follower against the vehicle ahead at the same moments, in 0.1 mm/s; samples are 0.1 s apart.
WITH
    pairs AS (
        SELECT
            follower.segment_id,
            follower.position,
            round(follower.deviation_mps * 1e4)::BIGINT AS own,
            round(ahead.deviation_mps * 1e4)::BIGINT AS ahead
        FROM disturbance AS follower
        JOIN disturbance AS ahead
            ON ahead.segment_id = follower.segment_id
            AND ahead.t_ms = follower.t_ms
            AND ahead.position = follower.position - 1
    ),
    norms AS (
        SELECT
            segment_id,
            position,
            count(*) AS samples,
            sqrt(sum(ahead * ahead) / count(*)::DOUBLE) / 1e4 AS ahead_rms_mps,
            sqrt(sum(own * own) / count(*)::DOUBLE) / 1e4 AS own_rms_mps,
            max(abs(ahead))::DOUBLE AS ahead_most,
            max(abs(own))::DOUBLE AS own_most
        FROM pairs
        GROUP BY segment_id, position
    )
SELECT
    segment_id,
    position,
    samples / 10::DOUBLE AS seconds,
    ahead_rms_mps,
    own_rms_mps,
    own_rms_mps / nullif(ahead_rms_mps, 0) AS l2_gain,
    own_most / nullif(ahead_most, 0) AS linf_gain
FROM norms
