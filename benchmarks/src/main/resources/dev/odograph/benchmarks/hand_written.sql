CREATE TEMP TABLE ttc AS
SELECT
    follower.segment_id,
    follower.position,
    follower.t_ms,
    CASE WHEN gap_m > 0 AND closing_mps > 0.1 THEN gap_m / closing_mps END AS ttc_s,
    CASE WHEN gap_m > 0 AND closing_mps > 0.1 THEN closing_mps * closing_mps / (2 * gap_m) END AS drac_mps2,
    CASE WHEN gap_m > 0 AND speed_mps > 1 THEN gap_m / speed_mps END AS headway_s
FROM (
    SELECT f.segment_id, f.position, f.t_ms, f.speed_mps, f.gap_m, f.speed_mps - l.speed_mps AS closing_mps
    FROM samples AS f
    JOIN samples AS l ON l.segment_id = f.segment_id AND l.t_ms = f.t_ms AND l.position = f.position - 1
    WHERE f.gap_m IS NOT NULL
) AS follower;

CREATE TEMP TABLE hard_brake AS
WITH
    accel AS (
        SELECT
            segment_id,
            position,
            t_ms,
            speed_mps,
            CASE
                WHEN lead(t_ms, 2) OVER vehicle = t_ms + 200 AND lag(t_ms, 2) OVER vehicle = t_ms - 200
                THEN (lead(speed_mps, 2) OVER vehicle - lag(speed_mps, 2) OVER vehicle) / 0.4::DOUBLE
            END AS accel_mps2
        FROM samples
        WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
    ),
    braking AS (
        SELECT *, t_ms - 100 * row_number() OVER (PARTITION BY segment_id, position ORDER BY t_ms) AS brake
        FROM accel
        WHERE accel_mps2 < -3.0
    )
SELECT
    segment_id,
    position,
    min(t_ms) AS start_ms,
    (max(t_ms) - min(t_ms)) / 1000.0::DOUBLE AS duration_s,
    min(accel_mps2) AS min_accel_mps2,
    arg_min(speed_mps, t_ms) AS entry_speed_mps
FROM braking
GROUP BY segment_id, position, brake
HAVING count(*) >= 3;

CREATE TEMP TABLE exposure AS
SELECT
    segment_id,
    position,
    count(*) AS samples,
    coalesce(sum(mean_mps * step_ms) FILTER (step_ms <= 200), 0) / 1e6 AS distance_km,
    (coalesce(sum(step_ms) FILTER (step_ms <= 200), 0) / 3.6e6)::DOUBLE AS hours
FROM (
    SELECT
        segment_id,
        position,
        t_ms - lag(t_ms) OVER vehicle AS step_ms,
        (speed_mps + lag(speed_mps) OVER vehicle) / 2 AS mean_mps
    FROM samples
    WINDOW vehicle AS (PARTITION BY segment_id, position ORDER BY t_ms)
)
GROUP BY segment_id, position;

CREATE TEMP TABLE platoon_safety AS
SELECT
    segment_id,
    driven.samples,
    coalesce(pairs, 0) AS pairs,
    coalesce(ttc_rows, 0) AS ttc_rows,
    min_ttc_s,
    max_drac_mps2,
    coalesce(exposed_rows, 0) / 10::DOUBLE AS tet_s,
    headway_s[1] AS headway_p05_s,
    headway_s[2] AS headway_p50_s,
    coalesce(hard_brakes, 0) AS hard_brakes,
    distance_km,
    hours
FROM (
    SELECT
        segment_id,
        sum(samples)::BIGINT AS samples,
        sum(distance_km) AS distance_km,
        sum(hours) AS hours
    FROM exposure
    GROUP BY segment_id
) AS driven
LEFT JOIN (
    SELECT
        segment_id,
        count(*) AS pairs,
        count(ttc_s) AS ttc_rows,
        min(ttc_s) AS min_ttc_s,
        max(drac_mps2) AS max_drac_mps2,
        count(*) FILTER (ttc_s < 4) AS exposed_rows,
        quantile_cont(headway_s, [0.05, 0.5]) AS headway_s
    FROM ttc
    GROUP BY segment_id
) AS followed USING (segment_id)
LEFT JOIN (SELECT segment_id, count(*) AS hard_brakes FROM hard_brake GROUP BY segment_id) AS braked
    USING (segment_id);

CREATE TEMP TABLE fleet_safety AS
SELECT
    count(*) AS segments,
    sum(samples)::BIGINT AS samples,
    sum(pairs)::BIGINT AS pairs,
    sum(ttc_rows)::BIGINT AS ttc_rows,
    min(min_ttc_s) AS min_ttc_s,
    max(max_drac_mps2) AS max_drac_mps2,
    sum(tet_s) AS tet_s,
    sum(hard_brakes)::BIGINT AS hard_brakes,
    sum(distance_km) AS distance_km,
    sum(hours) AS hours
FROM platoon_safety;
