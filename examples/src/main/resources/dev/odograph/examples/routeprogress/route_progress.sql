-- One row per mission. Whole numbers (µm, mm²) are summed, which no order of rows changes.
WITH
    missions AS (
        SELECT
            segment_id,
            min(t_ms) AS begin_ms,
            max(t_ms) AS end_ms,
            max(route_length_m) AS route_length_m,
            arg_min(route_m, t_ms) AS begin_m,
            max(route_m) AS furthest_m,
            sqrt(sum(round(cross_track_m * cross_track_m * 1e6)::BIGINT) / (count(*) * 1e6)) AS cross_track_rms_m,
            bool_or(mode = 'manual') AS manual
        FROM known
        GROUP BY segment_id
    ),
    taken_over AS (
        SELECT segment_id, count(*) AS interventions
        FROM (
            SELECT segment_id, mode, lag(mode) OVER (PARTITION BY segment_id ORDER BY t_ms) AS before
            FROM known
        )
        WHERE mode <> 'autonomous' AND coalesce(before, 'autonomous') = 'autonomous'
        GROUP BY segment_id
    ),
    driven AS (
        SELECT
            segment_id,
            coalesce(sum(round(mean_mps * step_ms * 1e3)::BIGINT) FILTER (step_ms <= 1000), 0) / 1e6 AS driven_m
        FROM (
            SELECT
                ego.segment_id,
                t_ms - lag(t_ms) OVER robot AS step_ms,
                greatest((speed_mps + lag(speed_mps) OVER robot) / 2, 0) AS mean_mps
            FROM ego
            JOIN missions ON missions.segment_id = ego.segment_id AND t_ms BETWEEN begin_ms AND end_ms
            WINDOW robot AS (PARTITION BY ego.segment_id ORDER BY t_ms)
        )
        GROUP BY segment_id
    ),
    judged AS (
        SELECT
            segment_id,
            route_length_m,
            furthest_m - begin_m AS progress_m,
            route_length_m - begin_m AS wanted_m,
            coalesce(driven_m, 0) AS driven_m,
            (end_ms - begin_ms) / 1e3 AS seconds,
            cross_track_rms_m,
            coalesce(interventions, 0) AS interventions,
            furthest_m >= route_length_m - $goal_m AS arrived,
            manual
        FROM missions
        LEFT JOIN driven USING (segment_id)
        LEFT JOIN taken_over USING (segment_id)
    )
SELECT
    segment_id,
    route_length_m,
    progress_m,
    least(progress_m / nullif(wanted_m, 0), 1::DOUBLE) AS completion,
    driven_m,
    progress_m / nullif(seconds, 0) AS progress_mps,
    cross_track_rms_m,
    interventions,
    arrived,
    arrived AND NOT manual AS success,
    CASE WHEN arrived AND NOT manual THEN wanted_m / nullif(greatest(driven_m, wanted_m), 0) ELSE 0 END AS spl
FROM judged
