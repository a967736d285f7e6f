-- All missions in one row; 1.96 standard deviations are 95 %.
WITH
    counted AS (
        SELECT
            count(*) AS missions,
            count(*) FILTER (arrived) AS arrived,
            count(*) FILTER (success) AS successes,
            coalesce(sum(interventions), 0)::BIGINT AS interventions,
            coalesce(sum(round(driven_m * 1e6)::BIGINT), 0) / 1e9 AS driven_km,
            sum(round(spl * 1e9)::BIGINT) / (nullif(count(spl), 0) * 1e9) AS mean_spl
        FROM route_progress
    ),
    rated AS (
        SELECT
            *,
            successes / nullif(missions, 0)::DOUBLE AS rate,
            3.8416::DOUBLE / nullif(missions, 0) AS z2_n
        FROM counted
    )
SELECT
    missions,
    arrived,
    successes,
    rate AS success_rate,
    (rate + z2_n / 2 - sqrt(z2_n * (rate * (1 - rate) + z2_n / 4))) / (1 + z2_n) AS success_low,
    (rate + z2_n / 2 + sqrt(z2_n * (rate * (1 - rate) + z2_n / 4))) / (1 + z2_n) AS success_high,
    mean_spl,
    driven_km / nullif(interventions, 0) AS km_per_intervention
FROM rated
