-- Each person: the narrowest moment, and the time below the limit.
WITH timed AS (
    SELECT
        clearances.segment_id,
        clearances.object_id,
        clearances.t_ms,
        clearances.clearance_m,
        clearances.bearing_rad,
        encounters.kind,
        encounters.speed_mps,
        least(coalesce(lead(clearances.t_ms) OVER person - clearances.t_ms, 100), 200) AS lasts_ms,
        row_number() OVER (
            PARTITION BY clearances.segment_id, clearances.object_id
            ORDER BY clearances.clearance_m, clearances.t_ms
        ) AS place
    FROM clearances
    JOIN encounters
        ON encounters.segment_id = clearances.segment_id
        AND encounters.object_id = clearances.object_id
        AND encounters.t_ms = clearances.t_ms
    WINDOW person AS (PARTITION BY clearances.segment_id, clearances.object_id ORDER BY clearances.t_ms)
)
SELECT
    segment_id,
    object_id,
    first(kind) FILTER (place = 1) AS kind,
    first(t_ms) FILTER (place = 1) AS t_ms,
    first(clearance_m) FILTER (place = 1) AS min_clearance_m,
    first(speed_mps) FILTER (place = 1) AS speed_mps,
    first(bearing_rad) FILTER (place = 1) AS bearing_rad,
    (coalesce(sum(lasts_ms) FILTER (clearance_m < $limit_m), 0) / 1000)::DOUBLE AS below_s
FROM timed
GROUP BY segment_id, object_id
