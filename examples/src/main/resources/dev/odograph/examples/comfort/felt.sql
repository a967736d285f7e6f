-- The second that ends at each sample. Whole numbers (1e-6 m²/s⁴) are summed, which no order of rows changes.
SELECT
    segment_id,
    position,
    t_ms,
    accel_mps2,
    jerk_mps3,
    CASE
        WHEN count(accel_mps2) OVER second = 10
        THEN sqrt(sum(round(accel_mps2 * accel_mps2 * 1e6)::BIGINT) OVER second / 1e7)
    END AS running_rms_mps2
FROM motion
WINDOW second AS (PARTITION BY segment_id, position ORDER BY t_ms RANGE BETWEEN 900 PRECEDING AND CURRENT ROW)
