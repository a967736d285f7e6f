-- One row per mission. Whole milliseconds are summed, which no order of rows changes.
WITH
    missions AS (
        SELECT segment_id, (max(t_ms) - min(t_ms)) / 1e3 AS mission_s
        FROM driving
        GROUP BY segment_id
    ),
    stuck AS (
        SELECT
            segment_id,
            count(*) AS episodes,
            sum(round(stuck_s * 1e3)::BIGINT) / 1e3 AS stuck_s,
            count(*) FILTER (help = 'remote') AS remote,
            count(*) FILTER (help = 'manual') AS manual,
            sum(round(help_after_s * 1e3)::BIGINT) / (nullif(count(help_after_s), 0) * 1e3) AS mean_help_after_s,
            sum(round(rescue_s * 1e3)::BIGINT) / (nullif(count(rescue_s), 0) * 1e3) AS mean_rescue_s
        FROM stuck_episodes
        GROUP BY segment_id
    )
SELECT
    segment_id,
    mission_s,
    coalesce(episodes, 0) AS episodes,
    coalesce(stuck_s, 0) AS stuck_s,
    coalesce(stuck_s, 0) / nullif(mission_s, 0) AS stuck_share,
    coalesce(remote, 0) AS remote,
    coalesce(manual, 0) AS manual,
    mean_help_after_s,
    mean_rescue_s,
    (mission_s - stuck_s) / episodes AS between_s
FROM missions
LEFT JOIN stuck USING (segment_id)
