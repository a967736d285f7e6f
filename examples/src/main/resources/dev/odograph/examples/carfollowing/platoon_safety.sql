-- One row per segment. Exposure has every segment that has samples, so it leads; the others may have no rows for one.
WITH
    driven AS (
        SELECT
            segment_id,
            sum(samples)::BIGINT AS samples,
            sum(distance_km) AS distance_km,
            sum(hours) AS hours
        FROM exposure
        GROUP BY segment_id
    ),
    followed AS (
        SELECT
            segment_id,
            count(*) AS pairs,
            count(ttc_s) AS ttc_rows,
            min(ttc_s) AS min_ttc_s,
            max(drac_mps2) AS max_drac_mps2,
            count(*) FILTER (ttc_s < $ttc_limit_s) AS exposed_rows,
            quantile_cont(headway_s, [0.05, 0.5]) AS headway_s
        FROM time_to_collision
        GROUP BY segment_id
    ),
    braked AS (
        SELECT segment_id, count(*) AS hard_brakes
        FROM hard_brakes
        GROUP BY segment_id
    )
SELECT
    segment_id,
    samples,
    coalesce(pairs, 0) AS pairs,
    coalesce(ttc_rows, 0) AS ttc_rows,
    min_ttc_s,
    max_drac_mps2,
    -- samples are 0.1 s apart
    coalesce(exposed_rows, 0) / 10::DOUBLE AS tet_s,
    headway_s[1] AS headway_p05_s,
    headway_s[2] AS headway_p50_s,
    coalesce(hard_brakes, 0) AS hard_brakes,
    distance_km,
    hours
FROM driven
LEFT JOIN followed USING (segment_id)
LEFT JOIN braked USING (segment_id)
