-- Samples are 0.1 s apart.
SELECT
    segment_id,
    position,
    count(accel_mps2) / 10::DOUBLE AS seconds,
    sqrt(sum(round(accel_mps2 * accel_mps2 * 1e6)::BIGINT) / (nullif(count(accel_mps2), 0) * 1e6)) AS rms_accel_mps2,
    max(running_rms_mps2) AS mtvv_mps2,
    count(*) FILTER (running_rms_mps2 >= 0.8) / 10::DOUBLE AS uncomfortable_s,
    quantile_cont(abs(jerk_mps3), 0.5) AS jerk_p50_mps3,
    quantile_cont(abs(jerk_mps3), 0.95) AS jerk_p95_mps3,
    quantile_cont(abs(jerk_mps3), 0.99) AS jerk_p99_mps3,
    count(*) FILTER (abs(jerk_mps3) > $jerk_limit_mps3) / 10::DOUBLE AS jerky_s
FROM felt
GROUP BY segment_id, position
