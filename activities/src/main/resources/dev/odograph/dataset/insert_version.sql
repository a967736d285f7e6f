-- Totals change by what came and went, so that they cost no scan of the dataset.
WITH
    before AS (
        SELECT segments, rows, bytes, distance_m, duration_ms
        FROM dataset_version
        WHERE dataset_id = cast(? AS text) AND version = cast(? AS integer) - 1
    ),
    change AS (
        SELECT 1 AS sign, * FROM segment WHERE dataset_id = cast(? AS text) AND from_version = cast(? AS integer)
        UNION ALL
        SELECT -1 AS sign, * FROM segment WHERE dataset_id = cast(? AS text) AND to_version = cast(? AS integer)
    ),
    total AS (
        SELECT
            coalesce(sum(sign), 0) AS segments,
            coalesce(sum(sign * rows), 0) AS rows,
            coalesce(sum(sign * bytes), 0) AS bytes,
            coalesce(sum(sign * coalesce(distance_m, 0)), 0) AS distance_m,
            coalesce(sum(sign * coalesce(duration_ms, 0)), 0) AS duration_ms
        FROM change
    )
INSERT INTO dataset_version (dataset_id, version, action, segments, rows, bytes, distance_m, duration_ms)
SELECT
    cast(? AS text),
    cast(? AS integer),
    ?,
    t.segments + coalesce(b.segments, 0),
    t.rows + coalesce(b.rows, 0),
    t.bytes + coalesce(b.bytes, 0),
    -- what is left of a sum after taking away is not exact: an empty dataset has no distance
    CASE WHEN t.segments + coalesce(b.segments, 0) = 0 THEN 0
        ELSE greatest(t.distance_m + coalesce(b.distance_m, 0), 0) END,
    t.duration_ms + coalesce(b.duration_ms, 0)
FROM total AS t LEFT JOIN before AS b ON true
