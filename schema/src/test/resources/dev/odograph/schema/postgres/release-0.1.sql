-- What a worker of release 0.1 (migrations up to V2) writes and reads. Kept as it was: a newer release does not edit it.
-- Each statement changes or finds at least one row; $id makes the ids of one pass through the script its own.

-- Datasets.
INSERT INTO dataset (dataset_id, namespace, name) VALUES ('d-$id', 'default', 'fleet-$id');
INSERT INTO dataset_version (dataset_id, version, action, segments, rows, bytes, distance_m, duration_ms)
    VALUES ('d-$id', 1, 'import', 1, 10, 100, 1.0, 1000);
INSERT INTO segment (dataset_id, segment_id, from_version, content_digest, rows, bytes, source_uri, tables, tags)
    VALUES ('d-$id', 's', 1, 'x', 10, 100, 'file:s', '{}', '{}');
UPDATE segment SET to_version = 2 WHERE dataset_id = 'd-$id' AND segment_id = 's' AND to_version IS NULL;
INSERT INTO segment_tag (dataset_id, segment_id, name, revision, value)
    VALUES ('d-$id', 's', 'weather', nextval('correction'), 'rain');
INSERT INTO span (dataset_id, segment_id, start_ms, end_ms, label, revision)
    VALUES ('d-$id', 's', 0, 10, 'cut-in', nextval('correction'));
SELECT * FROM segment WHERE dataset_id = 'd-$id' AND from_version <= 1 AND (to_version IS NULL OR to_version > 1);

-- A run is planned.
INSERT INTO run (run_id, namespace, graph, graph_version, bundle_digest, spec, dataset_id, dataset, dataset_version,
        parameters, purpose, failure_policy, input_digest, planned_segments, planned_rows, planned_distance_m,
        planned_duration_ms, partitions)
    VALUES ('r-$id', 'default', 'g', '1.0', 'b', '{}', 'd-$id', 'fleet-$id', 1, '{}', 'adhoc', 'fail', 'i', 1, 10, 1.0,
        1000, 1) ON CONFLICT DO NOTHING;
INSERT INTO run_pass (run_id, pass, temporal_run_id) VALUES ('r-$id', 1, 't-$id') ON CONFLICT (run_id, pass) DO NOTHING;
INSERT INTO run_stage (run_id, stage, name, steps, inputs, reduce, fingerprint) VALUES ('r-$id', 0, 's', '{a}', '{}', false, 'f');
INSERT INTO run_partition (run_id, partition, segment_ids, segment_digests, rows, bytes, distance_m, duration_ms)
    VALUES ('r-$id', 0, '{s}', '{x}', 10, 100, 1.0, 1000);
UPDATE run SET status = 'RUNNING', started_at = now() WHERE run_id = 'r-$id' AND status = 'PENDING';

-- A stage fails, and is executed again.
INSERT INTO run_output (run_id, stage, partition, status, pass, attempt, code, message, host)
    VALUES ('r-$id', 0, 0, 'FAILED', 1, 3, 'STEP_FAILED', 'why', 'w') ON CONFLICT (run_id, stage, partition) DO UPDATE SET code = excluded.code;
INSERT INTO artifact (artifact_key, stage, files, rows, digest, bytes, run_id)
    VALUES ('k-$id', 's', '[]', 10, 'x', 100, 'r-$id') ON CONFLICT (artifact_key) DO NOTHING;
INSERT INTO run_output (run_id, stage, partition, status, artifact_key, pass, rows)
    VALUES ('r-$id', 0, 0, 'COMMITTED', 'k-$id', 2, 10)
    ON CONFLICT (run_id, stage, partition) DO UPDATE SET status = excluded.status, artifact_key = excluded.artifact_key,
        pass = excluded.pass, rows = excluded.rows, code = NULL, message = NULL;

-- A batch is written and committed; another write is lost and swept.
INSERT INTO metric_table (table_name, namespace, metric, major, scratch, schema, schema_digest)
    VALUES ('m-$id', 'default', 'm-$id', 1, false, '{}', 'x') ON CONFLICT (table_name) DO NOTHING;
INSERT INTO write (table_name, batch_id, rows, digest, run_id) VALUES ('m-$id', 'lost-$id', 10, 'x', 'r-$id') RETURNING write_no;
UPDATE write SET state = 'DEAD', settled_at = now() WHERE batch_id = 'lost-$id' AND state = 'OPEN';
UPDATE write SET swept_at = now() WHERE batch_id = 'lost-$id' AND state = 'DEAD' AND swept_at IS NULL;
INSERT INTO write (table_name, batch_id, rows, digest, run_id) VALUES ('m-$id', 'b-$id', 10, 'x', 'r-$id') RETURNING write_no;
UPDATE write SET state = 'COMMITTED', settled_at = now() WHERE batch_id = 'b-$id' AND state = 'OPEN';
INSERT INTO batch (batch_id, table_name, namespace, metric, version, artifact_key, write_no, rows, digest, fingerprint, segments, run_id)
    SELECT 'b-$id', 'm-$id', 'default', 'm-$id', '1.0', 'k-$id', write_no, 10, 'x', 'f', '{s}', 'r-$id' FROM write
    WHERE batch_id = 'b-$id' ON CONFLICT (batch_id) DO NOTHING;
INSERT INTO run_batch (run_id, metric, major, partition, batch_id) VALUES ('r-$id', 'm-$id', 1, 0, 'b-$id')
    ON CONFLICT (run_id, metric, partition) DO UPDATE SET batch_id = excluded.batch_id, revision = nextval('revision'), mirrored = false;

-- The run is published, and its results are read.
UPDATE run SET status = 'SUCCEEDED', finished_at = now() WHERE run_id = 'r-$id';
INSERT INTO publication (namespace, metric, major, dataset, channel, run_id)
    VALUES ('default', 'm-$id', 1, 'fleet-$id', 'latest', 'r-$id')
    ON CONFLICT (namespace, metric, dataset, channel) DO UPDATE SET run_id = excluded.run_id, revision = nextval('revision'), mirrored = false;
INSERT INTO publication_log (revision, namespace, metric, major, dataset, channel, run_id)
    SELECT revision, namespace, metric, major, dataset, channel, run_id FROM publication WHERE run_id = 'r-$id';
UPDATE run_batch SET mirrored = true WHERE run_id = 'r-$id' AND NOT mirrored;
UPDATE publication SET mirrored = true WHERE run_id = 'r-$id' AND NOT mirrored;
SELECT r.run_id FROM run r JOIN run_pass USING (run_id) JOIN run_stage USING (run_id) JOIN run_output o USING (run_id, stage)
    JOIN batch b ON b.artifact_key = o.artifact_key JOIN write USING (write_no) WHERE r.run_id = 'r-$id';
