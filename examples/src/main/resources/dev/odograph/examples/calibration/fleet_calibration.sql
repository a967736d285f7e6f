WITH fleet AS (
    SELECT
        bin,
        sum(detections) AS detections,
        sum(hits) AS hits,
        sum(score_sum) AS score_sum,
        sum(squared_error_sum) AS squared_error_sum
    FROM calibration_bins
    GROUP BY bin
)
SELECT
    sum(detections)::BIGINT AS detections,
    -- the weight of a bin times its distance is |hits − scores| over all detections
    sum(abs(hits - score_sum)) / sum(detections) AS expected_calibration_error,
    max(abs(hits - score_sum) / detections) AS maximum_calibration_error,
    sum(squared_error_sum) / sum(detections) AS brier_score
FROM fleet
HAVING sum(detections) > 0
