-- Releases of the robot's software in datasets that are named as publications have it.
SELECT DISTINCT
    CASE d.namespace WHEN 'default' THEN d.name ELSE d.namespace || '/' || d.name END AS dataset, s.release
FROM dataset AS d
JOIN segment AS s USING (dataset_id)
WHERE
    CASE d.namespace WHEN 'default' THEN d.name ELSE d.namespace || '/' || d.name END = ANY ({0})
    AND s.to_version IS NULL AND s.release IS NOT NULL
ORDER BY dataset, s.release
LIMIT 100
