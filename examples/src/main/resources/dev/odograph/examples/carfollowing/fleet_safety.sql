-- All segments in one row.
SELECT
    count(*) AS segments,
    coalesce(sum(samples), 0)::BIGINT AS samples,
    coalesce(sum(pairs), 0)::BIGINT AS pairs,
    coalesce(sum(ttc_rows), 0)::BIGINT AS ttc_rows,
    min(min_ttc_s) AS min_ttc_s,
    max(max_drac_mps2) AS max_drac_mps2,
    coalesce(sum(tet_s), 0) AS tet_s,
    coalesce(sum(hard_brakes), 0)::BIGINT AS hard_brakes,
    coalesce(sum(distance_km), 0) AS distance_km,
    coalesce(sum(hours), 0) AS hours
FROM platoon_safety
