CREATE DATABASE IF NOT EXISTS `odograph`;

CREATE TABLE IF NOT EXISTS visibility (
    run_id String,
    metric LowCardinality(String),
    major UInt32,
    segment_id String,
    write_no UInt64 CODEC(Delta, ZSTD(1)),
    revision UInt64 CODEC(Delta, ZSTD(1)),
    stated UInt8 DEFAULT 0 CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision) ORDER BY (run_id, metric, major, segment_id);

ALTER TABLE visibility ADD COLUMN IF NOT EXISTS stated UInt8 DEFAULT 0 CODEC(ZSTD(1));

CREATE TABLE IF NOT EXISTS publication (
    namespace LowCardinality(String),
    metric LowCardinality(String),
    major UInt32,
    dataset String,
    channel LowCardinality(String),
    version String,
    run_id String,
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision) ORDER BY (namespace, metric, major, dataset, channel, version);

CREATE TABLE IF NOT EXISTS fact_snapshot (
    dataset String,
    snapshot UInt64,
    signature String
)
ENGINE = MergeTree ORDER BY (dataset, snapshot);

CREATE TABLE IF NOT EXISTS segment_fact (
    dataset String,
    snapshot UInt64,
    segment_id String,
    from_version UInt32,
    to_version UInt32,
    vehicle Nullable(String),
    release Nullable(String),
    scenario_id Nullable(String),
    scenario_seed Nullable(Int64),
    recorded_at Nullable(DateTime64(6, 'UTC')),
    duration_ms Nullable(Int64),
    distance_m Nullable(Float64),
    tags Map(String, String)
)
ENGINE = MergeTree ORDER BY (dataset, snapshot, segment_id);

CREATE TABLE IF NOT EXISTS span_fact (
    dataset String,
    snapshot UInt64,
    segment_id String,
    start_ms Int64,
    end_ms Int64,
    label String
)
ENGINE = MergeTree ORDER BY (dataset, snapshot, segment_id);

CREATE VIEW IF NOT EXISTS dataset_segments AS
SELECT segment_id, vehicle, release, scenario_id, scenario_seed, recorded_at, duration_ms, distance_m, tags
FROM segment_fact
WHERE from_version <= {version:UInt32} AND (to_version = 0 OR to_version > {version:UInt32}) AND
dataset = {dataset:String} AND snapshot = (SELECT max(snapshot) FROM fact_snapshot WHERE dataset = {dataset:String});

CREATE VIEW IF NOT EXISTS dataset_spans AS
SELECT segment_id, start_ms, end_ms, label
FROM span_fact
WHERE dataset = {dataset:String} AND snapshot = (SELECT max(snapshot) FROM fact_snapshot WHERE dataset = {dataset:String});

CREATE TABLE IF NOT EXISTS `default__ttc_v1` (
    `t_ms` Int64 CODEC(Delta, ZSTD(3)),
    `segment_id` String CODEC(ZSTD(3)),
    `ttc_s` Nullable(Float64) CODEC(ZSTD(3)),
    `write_no` UInt64 CODEC(ZSTD(3)),
    INDEX write_no_range write_no TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (`segment_id`, `t_ms`, `write_no`)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE IF NOT EXISTS `default__ttc_v1_states` (
    `column` LowCardinality(String),
    segment_id String CODEC(ZSTD(1)),
    rows UInt64 CODEC(ZSTD(1)),
    digest UInt64 CODEC(ZSTD(1)),
    present UInt64 CODEC(ZSTD(1)),
    not_finite UInt64 CODEC(ZSTD(1)),
    sum Float64 CODEC(ZSTD(1)),
    least Nullable(Float64) CODEC(ZSTD(1)),
    most Nullable(Float64) CODEC(ZSTD(1)),
    last Nullable(Float64) CODEC(ZSTD(1)),
    points Array(Float64) CODEC(ZSTD(1)),
    write_no UInt64 CODEC(ZSTD(1)),
    INDEX write_no_range write_no TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (`column`, segment_id, write_no)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE OR REPLACE VIEW `default__ttc_v1_latest` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `default__ttc_v1`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1);

CREATE OR REPLACE VIEW `default__ttc_v1_by_run` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `default__ttc_v1`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'ttc' AND major = 1);

CREATE OR REPLACE VIEW `default__ttc_v1_by_version` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `default__ttc_v1`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String} AND version = {version:String}) AND metric = 'ttc' AND major = 1);

CREATE OR REPLACE VIEW `default__ttc_v1_latest_segment` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `default__ttc_v1`
WHERE segment_id = {segment:String} AND write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1 AND segment_id = {segment:String});

CREATE OR REPLACE VIEW `default__ttc_v1_summary_by_run` AS
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM `default__ttc_v1_states`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'ttc' AND major = 1 AND stated)
UNION ALL
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM (
SELECT _odograph_state.1 AS `column`, _odograph_segment AS segment_id, _odograph_rows AS rows,
    if(_odograph_state.1 = '', _odograph_digest, 0) AS digest, _odograph_state.2 AS present,
    _odograph_state.3 AS not_finite, _odograph_state.4 AS sum, _odograph_state.5 AS least,
    _odograph_state.6 AS most, _odograph_state.7 AS last, _odograph_state.8 AS points
FROM (
    SELECT segment_id AS _odograph_segment, count() AS _odograph_rows, toUInt64(0) AS _odograph_digest,
        [tuple('', toUInt64(0), toUInt64(0), toFloat64(0), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST([], 'Array(Float64)')),
        tuple('ttc_s', countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), countIf(`ttc_s` IS NOT NULL AND NOT isFinite(toFloat64(assumeNotNull(`ttc_s`)))), sumKahanIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            minOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), maxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), argMaxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), tuple(`t_ms`), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            if(countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))) <= 100, arraySort(groupArrayIf(100)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))),
                quantilesGKIf(400, 0.005, 0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.075, 0.085, 0.095, 0.105, 0.115, 0.125, 0.135, 0.145, 0.155, 0.165, 0.175, 0.185, 0.195, 0.205, 0.215, 0.225, 0.235, 0.245, 0.255, 0.265, 0.275, 0.285, 0.295, 0.305, 0.315, 0.325, 0.335, 0.345, 0.355, 0.365, 0.375, 0.385, 0.395, 0.405, 0.415, 0.425, 0.435, 0.445, 0.455, 0.465, 0.475, 0.485, 0.495, 0.505, 0.515, 0.525, 0.535, 0.545, 0.555, 0.565, 0.575, 0.585, 0.595, 0.605, 0.615, 0.625, 0.635, 0.645, 0.655, 0.665, 0.675, 0.685, 0.695, 0.705, 0.715, 0.725, 0.735, 0.745, 0.755, 0.765, 0.775, 0.785, 0.795, 0.805, 0.815, 0.825, 0.835, 0.845, 0.855, 0.865, 0.875, 0.885, 0.895, 0.905, 0.915, 0.925, 0.935, 0.945, 0.955, 0.965, 0.975, 0.985, 0.995)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))))] AS _odograph_states
    FROM `default__ttc_v1`
    WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'ttc' AND major = 1 AND NOT stated)
    GROUP BY _odograph_segment
    HAVING _odograph_rows > 0
)
ARRAY JOIN _odograph_states AS _odograph_state
);

CREATE OR REPLACE VIEW `default__ttc_v1_summary_latest` AS
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM `default__ttc_v1_states`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1 AND stated)
UNION ALL
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM (
SELECT _odograph_state.1 AS `column`, _odograph_segment AS segment_id, _odograph_rows AS rows,
    if(_odograph_state.1 = '', _odograph_digest, 0) AS digest, _odograph_state.2 AS present,
    _odograph_state.3 AS not_finite, _odograph_state.4 AS sum, _odograph_state.5 AS least,
    _odograph_state.6 AS most, _odograph_state.7 AS last, _odograph_state.8 AS points
FROM (
    SELECT segment_id AS _odograph_segment, count() AS _odograph_rows, toUInt64(0) AS _odograph_digest,
        [tuple('', toUInt64(0), toUInt64(0), toFloat64(0), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST([], 'Array(Float64)')),
        tuple('ttc_s', countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), countIf(`ttc_s` IS NOT NULL AND NOT isFinite(toFloat64(assumeNotNull(`ttc_s`)))), sumKahanIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            minOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), maxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), argMaxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), tuple(`t_ms`), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            if(countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))) <= 100, arraySort(groupArrayIf(100)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))),
                quantilesGKIf(400, 0.005, 0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.075, 0.085, 0.095, 0.105, 0.115, 0.125, 0.135, 0.145, 0.155, 0.165, 0.175, 0.185, 0.195, 0.205, 0.215, 0.225, 0.235, 0.245, 0.255, 0.265, 0.275, 0.285, 0.295, 0.305, 0.315, 0.325, 0.335, 0.345, 0.355, 0.365, 0.375, 0.385, 0.395, 0.405, 0.415, 0.425, 0.435, 0.445, 0.455, 0.465, 0.475, 0.485, 0.495, 0.505, 0.515, 0.525, 0.535, 0.545, 0.555, 0.565, 0.575, 0.585, 0.595, 0.605, 0.615, 0.625, 0.635, 0.645, 0.655, 0.665, 0.675, 0.685, 0.695, 0.705, 0.715, 0.725, 0.735, 0.745, 0.755, 0.765, 0.775, 0.785, 0.795, 0.805, 0.815, 0.825, 0.835, 0.845, 0.855, 0.865, 0.875, 0.885, 0.895, 0.905, 0.915, 0.925, 0.935, 0.945, 0.955, 0.965, 0.975, 0.985, 0.995)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))))] AS _odograph_states
    FROM `default__ttc_v1`
    WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1 AND NOT stated)
    GROUP BY _odograph_segment
    HAVING _odograph_rows > 0
)
ARRAY JOIN _odograph_states AS _odograph_state
);

CREATE TABLE IF NOT EXISTS `default__fleet_safety_v1` (
    `release` LowCardinality(String) CODEC(ZSTD(3)),
    `distance_m` Float64 CODEC(ZSTD(3)),
    `write_no` UInt64 CODEC(ZSTD(3)),
    INDEX write_no_range write_no TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (`release`, `write_no`)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE IF NOT EXISTS `default__fleet_safety_v1_states` (
    `column` LowCardinality(String),
    segment_id String CODEC(ZSTD(1)),
    rows UInt64 CODEC(ZSTD(1)),
    digest UInt64 CODEC(ZSTD(1)),
    present UInt64 CODEC(ZSTD(1)),
    not_finite UInt64 CODEC(ZSTD(1)),
    sum Float64 CODEC(ZSTD(1)),
    least Nullable(Float64) CODEC(ZSTD(1)),
    most Nullable(Float64) CODEC(ZSTD(1)),
    last Nullable(Float64) CODEC(ZSTD(1)),
    points Array(Float64) CODEC(ZSTD(1)),
    write_no UInt64 CODEC(ZSTD(1)),
    INDEX write_no_range write_no TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (`column`, segment_id, write_no)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE OR REPLACE VIEW `default__fleet_safety_v1_latest` AS
SELECT `release`, `distance_m`
FROM `default__fleet_safety_v1`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'fleet_safety' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'fleet_safety' AND major = 1);

CREATE OR REPLACE VIEW `default__fleet_safety_v1_by_run` AS
SELECT `release`, `distance_m`
FROM `default__fleet_safety_v1`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'fleet_safety' AND major = 1);

CREATE OR REPLACE VIEW `default__fleet_safety_v1_by_version` AS
SELECT `release`, `distance_m`
FROM `default__fleet_safety_v1`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'fleet_safety' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String} AND version = {version:String}) AND metric = 'fleet_safety' AND major = 1);

CREATE OR REPLACE VIEW `default__fleet_safety_v1_summary_by_run` AS
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM `default__fleet_safety_v1_states`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'fleet_safety' AND major = 1 AND stated)
UNION ALL
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM (
SELECT _odograph_state.1 AS `column`, _odograph_segment AS segment_id, _odograph_rows AS rows,
    if(_odograph_state.1 = '', _odograph_digest, 0) AS digest, _odograph_state.2 AS present,
    _odograph_state.3 AS not_finite, _odograph_state.4 AS sum, _odograph_state.5 AS least,
    _odograph_state.6 AS most, _odograph_state.7 AS last, _odograph_state.8 AS points
FROM (
    SELECT '' AS _odograph_segment, count() AS _odograph_rows, toUInt64(0) AS _odograph_digest,
        [tuple('', toUInt64(0), toUInt64(0), toFloat64(0), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST([], 'Array(Float64)')),
        tuple('distance_m', countIf(`distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))), countIf(`distance_m` IS NOT NULL AND NOT isFinite(toFloat64(assumeNotNull(`distance_m`)))), sumKahanIf(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))),
            minOrNullIf(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))), maxOrNullIf(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))), argMaxOrNullIf(toFloat64(assumeNotNull(`distance_m`)), tuple(`release`), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))),
            if(countIf(`distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))) <= 100, arraySort(groupArrayIf(100)(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`))))),
                quantilesGKIf(400, 0.005, 0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.075, 0.085, 0.095, 0.105, 0.115, 0.125, 0.135, 0.145, 0.155, 0.165, 0.175, 0.185, 0.195, 0.205, 0.215, 0.225, 0.235, 0.245, 0.255, 0.265, 0.275, 0.285, 0.295, 0.305, 0.315, 0.325, 0.335, 0.345, 0.355, 0.365, 0.375, 0.385, 0.395, 0.405, 0.415, 0.425, 0.435, 0.445, 0.455, 0.465, 0.475, 0.485, 0.495, 0.505, 0.515, 0.525, 0.535, 0.545, 0.555, 0.565, 0.575, 0.585, 0.595, 0.605, 0.615, 0.625, 0.635, 0.645, 0.655, 0.665, 0.675, 0.685, 0.695, 0.705, 0.715, 0.725, 0.735, 0.745, 0.755, 0.765, 0.775, 0.785, 0.795, 0.805, 0.815, 0.825, 0.835, 0.845, 0.855, 0.865, 0.875, 0.885, 0.895, 0.905, 0.915, 0.925, 0.935, 0.945, 0.955, 0.965, 0.975, 0.985, 0.995)(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`))))))] AS _odograph_states
    FROM `default__fleet_safety_v1`
    WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'fleet_safety' AND major = 1 AND NOT stated)
    GROUP BY _odograph_segment
    HAVING _odograph_rows > 0
)
ARRAY JOIN _odograph_states AS _odograph_state
);

CREATE OR REPLACE VIEW `default__fleet_safety_v1_summary_latest` AS
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM `default__fleet_safety_v1_states`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'fleet_safety' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'fleet_safety' AND major = 1 AND stated)
UNION ALL
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM (
SELECT _odograph_state.1 AS `column`, _odograph_segment AS segment_id, _odograph_rows AS rows,
    if(_odograph_state.1 = '', _odograph_digest, 0) AS digest, _odograph_state.2 AS present,
    _odograph_state.3 AS not_finite, _odograph_state.4 AS sum, _odograph_state.5 AS least,
    _odograph_state.6 AS most, _odograph_state.7 AS last, _odograph_state.8 AS points
FROM (
    SELECT '' AS _odograph_segment, count() AS _odograph_rows, toUInt64(0) AS _odograph_digest,
        [tuple('', toUInt64(0), toUInt64(0), toFloat64(0), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST([], 'Array(Float64)')),
        tuple('distance_m', countIf(`distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))), countIf(`distance_m` IS NOT NULL AND NOT isFinite(toFloat64(assumeNotNull(`distance_m`)))), sumKahanIf(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))),
            minOrNullIf(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))), maxOrNullIf(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))), argMaxOrNullIf(toFloat64(assumeNotNull(`distance_m`)), tuple(`release`), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))),
            if(countIf(`distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`)))) <= 100, arraySort(groupArrayIf(100)(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`))))),
                quantilesGKIf(400, 0.005, 0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.075, 0.085, 0.095, 0.105, 0.115, 0.125, 0.135, 0.145, 0.155, 0.165, 0.175, 0.185, 0.195, 0.205, 0.215, 0.225, 0.235, 0.245, 0.255, 0.265, 0.275, 0.285, 0.295, 0.305, 0.315, 0.325, 0.335, 0.345, 0.355, 0.365, 0.375, 0.385, 0.395, 0.405, 0.415, 0.425, 0.435, 0.445, 0.455, 0.465, 0.475, 0.485, 0.495, 0.505, 0.515, 0.525, 0.535, 0.545, 0.555, 0.565, 0.575, 0.585, 0.595, 0.605, 0.615, 0.625, 0.635, 0.645, 0.655, 0.665, 0.675, 0.685, 0.695, 0.705, 0.715, 0.725, 0.735, 0.745, 0.755, 0.765, 0.775, 0.785, 0.795, 0.805, 0.815, 0.825, 0.835, 0.845, 0.855, 0.865, 0.875, 0.885, 0.895, 0.905, 0.915, 0.925, 0.935, 0.945, 0.955, 0.965, 0.975, 0.985, 0.995)(toFloat64(assumeNotNull(`distance_m`)), `distance_m` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`distance_m`))))))] AS _odograph_states
    FROM `default__fleet_safety_v1`
    WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'fleet_safety' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'fleet_safety' AND major = 1 AND NOT stated)
    GROUP BY _odograph_segment
    HAVING _odograph_rows > 0
)
ARRAY JOIN _odograph_states AS _odograph_state
);

CREATE TABLE IF NOT EXISTS `scratch_4408d5d83596_ttc` (
    `t_ms` Int64 CODEC(Delta, ZSTD(3)),
    `segment_id` String CODEC(ZSTD(3)),
    `ttc_s` Nullable(Float64) CODEC(ZSTD(3)),
    `write_no` UInt64 CODEC(ZSTD(3)),
    INDEX write_no_range write_no TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (`segment_id`, `t_ms`, `write_no`)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE IF NOT EXISTS `scratch_4408d5d83596_ttc_states` (
    `column` LowCardinality(String),
    segment_id String CODEC(ZSTD(1)),
    rows UInt64 CODEC(ZSTD(1)),
    digest UInt64 CODEC(ZSTD(1)),
    present UInt64 CODEC(ZSTD(1)),
    not_finite UInt64 CODEC(ZSTD(1)),
    sum Float64 CODEC(ZSTD(1)),
    least Nullable(Float64) CODEC(ZSTD(1)),
    most Nullable(Float64) CODEC(ZSTD(1)),
    last Nullable(Float64) CODEC(ZSTD(1)),
    points Array(Float64) CODEC(ZSTD(1)),
    write_no UInt64 CODEC(ZSTD(1)),
    INDEX write_no_range write_no TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (`column`, segment_id, write_no)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE OR REPLACE VIEW `scratch_4408d5d83596_ttc_latest` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `scratch_4408d5d83596_ttc`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1);

CREATE OR REPLACE VIEW `scratch_4408d5d83596_ttc_by_run` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `scratch_4408d5d83596_ttc`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'ttc' AND major = 1);

CREATE OR REPLACE VIEW `scratch_4408d5d83596_ttc_by_version` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `scratch_4408d5d83596_ttc`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String} AND version = {version:String}) AND metric = 'ttc' AND major = 1);

CREATE OR REPLACE VIEW `scratch_4408d5d83596_ttc_latest_segment` AS
SELECT `t_ms`, `segment_id`, `ttc_s`
FROM `scratch_4408d5d83596_ttc`
WHERE segment_id = {segment:String} AND write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1 AND segment_id = {segment:String});

CREATE OR REPLACE VIEW `scratch_4408d5d83596_ttc_summary_by_run` AS
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM `scratch_4408d5d83596_ttc_states`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'ttc' AND major = 1 AND stated)
UNION ALL
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM (
SELECT _odograph_state.1 AS `column`, _odograph_segment AS segment_id, _odograph_rows AS rows,
    if(_odograph_state.1 = '', _odograph_digest, 0) AS digest, _odograph_state.2 AS present,
    _odograph_state.3 AS not_finite, _odograph_state.4 AS sum, _odograph_state.5 AS least,
    _odograph_state.6 AS most, _odograph_state.7 AS last, _odograph_state.8 AS points
FROM (
    SELECT segment_id AS _odograph_segment, count() AS _odograph_rows, toUInt64(0) AS _odograph_digest,
        [tuple('', toUInt64(0), toUInt64(0), toFloat64(0), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST([], 'Array(Float64)')),
        tuple('ttc_s', countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), countIf(`ttc_s` IS NOT NULL AND NOT isFinite(toFloat64(assumeNotNull(`ttc_s`)))), sumKahanIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            minOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), maxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), argMaxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), tuple(`t_ms`), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            if(countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))) <= 100, arraySort(groupArrayIf(100)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))),
                quantilesGKIf(400, 0.005, 0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.075, 0.085, 0.095, 0.105, 0.115, 0.125, 0.135, 0.145, 0.155, 0.165, 0.175, 0.185, 0.195, 0.205, 0.215, 0.225, 0.235, 0.245, 0.255, 0.265, 0.275, 0.285, 0.295, 0.305, 0.315, 0.325, 0.335, 0.345, 0.355, 0.365, 0.375, 0.385, 0.395, 0.405, 0.415, 0.425, 0.435, 0.445, 0.455, 0.465, 0.475, 0.485, 0.495, 0.505, 0.515, 0.525, 0.535, 0.545, 0.555, 0.565, 0.575, 0.585, 0.595, 0.605, 0.615, 0.625, 0.635, 0.645, 0.655, 0.665, 0.675, 0.685, 0.695, 0.705, 0.715, 0.725, 0.735, 0.745, 0.755, 0.765, 0.775, 0.785, 0.795, 0.805, 0.815, 0.825, 0.835, 0.845, 0.855, 0.865, 0.875, 0.885, 0.895, 0.905, 0.915, 0.925, 0.935, 0.945, 0.955, 0.965, 0.975, 0.985, 0.995)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))))] AS _odograph_states
    FROM `scratch_4408d5d83596_ttc`
    WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = {run:String} AND metric = 'ttc' AND major = 1 AND NOT stated)
    GROUP BY _odograph_segment
    HAVING _odograph_rows > 0
)
ARRAY JOIN _odograph_states AS _odograph_state
);

CREATE OR REPLACE VIEW `scratch_4408d5d83596_ttc_summary_latest` AS
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM `scratch_4408d5d83596_ttc_states`
WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1 AND stated)
UNION ALL
SELECT `column`, segment_id, rows, present, not_finite, sum, least, most, last, points
FROM (
SELECT _odograph_state.1 AS `column`, _odograph_segment AS segment_id, _odograph_rows AS rows,
    if(_odograph_state.1 = '', _odograph_digest, 0) AS digest, _odograph_state.2 AS present,
    _odograph_state.3 AS not_finite, _odograph_state.4 AS sum, _odograph_state.5 AS least,
    _odograph_state.6 AS most, _odograph_state.7 AS last, _odograph_state.8 AS points
FROM (
    SELECT segment_id AS _odograph_segment, count() AS _odograph_rows, toUInt64(0) AS _odograph_digest,
        [tuple('', toUInt64(0), toUInt64(0), toFloat64(0), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'), CAST([], 'Array(Float64)')),
        tuple('ttc_s', countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), countIf(`ttc_s` IS NOT NULL AND NOT isFinite(toFloat64(assumeNotNull(`ttc_s`)))), sumKahanIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            minOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), maxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))), argMaxOrNullIf(toFloat64(assumeNotNull(`ttc_s`)), tuple(`t_ms`), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))),
            if(countIf(`ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`)))) <= 100, arraySort(groupArrayIf(100)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))),
                quantilesGKIf(400, 0.005, 0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.075, 0.085, 0.095, 0.105, 0.115, 0.125, 0.135, 0.145, 0.155, 0.165, 0.175, 0.185, 0.195, 0.205, 0.215, 0.225, 0.235, 0.245, 0.255, 0.265, 0.275, 0.285, 0.295, 0.305, 0.315, 0.325, 0.335, 0.345, 0.355, 0.365, 0.375, 0.385, 0.395, 0.405, 0.415, 0.425, 0.435, 0.445, 0.455, 0.465, 0.475, 0.485, 0.495, 0.505, 0.515, 0.525, 0.535, 0.545, 0.555, 0.565, 0.575, 0.585, 0.595, 0.605, 0.615, 0.625, 0.635, 0.645, 0.655, 0.665, 0.675, 0.685, 0.695, 0.705, 0.715, 0.725, 0.735, 0.745, 0.755, 0.765, 0.775, 0.785, 0.795, 0.805, 0.815, 0.825, 0.835, 0.845, 0.855, 0.865, 0.875, 0.885, 0.895, 0.905, 0.915, 0.925, 0.935, 0.945, 0.955, 0.965, 0.975, 0.985, 0.995)(toFloat64(assumeNotNull(`ttc_s`)), `ttc_s` IS NOT NULL AND isFinite(toFloat64(assumeNotNull(`ttc_s`))))))] AS _odograph_states
    FROM `scratch_4408d5d83596_ttc`
    WHERE write_no IN (SELECT write_no FROM visibility FINAL WHERE run_id = (SELECT argMax(run_id, revision) FROM publication WHERE namespace = 'default' AND metric = 'ttc' AND major = 1 AND dataset = {dataset:String} AND channel = {channel:String}) AND metric = 'ttc' AND major = 1 AND NOT stated)
    GROUP BY _odograph_segment
    HAVING _odograph_rows > 0
)
ARRAY JOIN _odograph_states AS _odograph_state
);

ALTER TABLE `default__ttc_v1` ADD COLUMN IF NOT EXISTS `ttc_s` Nullable(Float64) CODEC(ZSTD(3));
