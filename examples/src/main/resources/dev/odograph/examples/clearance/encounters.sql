-- The robot and each person near it at the same moment. It faces where it moved within a second around that moment, if it
-- moved by 0.2 m, else where it last faced.
WITH moved AS (
    SELECT
        segment_id,
        t_ms,
        speed_mps,
        east_m,
        north_m,
        last_value(east_m) OVER around_it - first_value(east_m) OVER around_it AS moved_east_m,
        last_value(north_m) OVER around_it - first_value(north_m) OVER around_it AS moved_north_m
    FROM robot
    WINDOW around_it AS (
        PARTITION BY segment_id ORDER BY t_ms RANGE BETWEEN 500 PRECEDING AND 500 FOLLOWING
    )
),
facing AS (
    SELECT
        segment_id,
        t_ms,
        speed_mps,
        east_m,
        north_m,
        last_value(
            CASE
                WHEN moved_east_m * moved_east_m + moved_north_m * moved_north_m >= 0.04::DOUBLE
                THEN atan2(moved_north_m, moved_east_m)
            END
            IGNORE NULLS
        ) OVER (PARTITION BY segment_id ORDER BY t_ms) AS heading_rad
    FROM moved
)
SELECT
    facing.segment_id,
    around.object_id,
    facing.t_ms,
    around.kind,
    facing.speed_mps,
    around.east_m - facing.east_m AS ahead_east_m,
    around.north_m - facing.north_m AS ahead_north_m,
    facing.heading_rad
FROM facing
JOIN around ON around.segment_id = facing.segment_id AND around.t_ms = facing.t_ms
WHERE around.kind IN ('pedestrian', 'child')
    AND sqrt(pow(around.east_m - facing.east_m, 2) + pow(around.north_m - facing.north_m, 2)) <= $near_m
