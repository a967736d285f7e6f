package dev.odograph.integration;

import dev.odograph.store.lineage.Postgres;

/** Rows of a run of many partitions, as it stands when it is under way: more than a half is done, some of it failed. */
final class LargeRun {
    private LargeRun() {}

    /** Copies the plan of a small run and its outputs, for the first two stages. */
    static void fill(Postgres postgres, String from, String run, int partitions) {
        postgres.transact("filling run " + run, tx -> {
            String each = " FROM generate_series(0, " + (partitions - 1) + ") AS i";
            tx.execute("INSERT INTO run SELECT (jsonb_populate_record(NULL::run, to_jsonb(r) || jsonb_build_object("
                    + "'run_id', '" + run + "', 'status', 'RUNNING', 'partitions', " + partitions
                    + ", 'planned_segments', " + partitions + ", 'created_at', now(), 'started_at', now(),"
                    + " 'finished_at', NULL))).* FROM run AS r WHERE run_id = '" + from + "'");
            tx.execute("INSERT INTO run_stage SELECT '" + run
                    + "', stage, name, steps, inputs, reduce, fingerprint, metrics FROM run_stage WHERE run_id = '"
                    + from + "'");
            tx.execute("INSERT INTO run_pass (run_id, pass, temporal_run_id, started_at) VALUES ('" + run
                    + "', 1, 'large', now() - interval '10 minutes')");
            tx.execute("INSERT INTO run_partition SELECT '" + run
                    + "', i, ARRAY['s' || i], ARRAY['d'], 1000, 1000, 1000, 60000" + each);
            String artifact = "(SELECT min(artifact_key) FROM run_output WHERE run_id = '" + from + "')";
            String ended = "now() - interval '10 minutes' + i * interval '5 ms'";
            String fails = "s = 1 AND i % 9001 = 77";
            tx.execute("INSERT INTO run_output (run_id, stage, partition, status, artifact_key, memo_hit, pass, rows,"
                    + " started_at, finished_at, code, message, segment_id) SELECT '" + run + "', s, i, CASE WHEN "
                    + fails + " THEN 'FAILED' ELSE 'COMMITTED' END, " + artifact + ", i < 20000, 1, 3, " + ended
                    + " - interval '2 s', " + ended + ", CASE WHEN " + fails
                    + " THEN 'VALUE_NOT_FINITE' END, CASE WHEN " + fails
                    + " THEN 'Segment \"s' || i || '\" row 3: speed_mps is NaN' END, 's' || i"
                    + " FROM generate_series(0, 1) AS s, generate_series(0, " + (partitions - 1)
                    + ") AS i WHERE s = 0 OR i < " + partitions * 6 / 10);
            return tx.execute("INSERT INTO run_batch (run_id, metric, major, partition, batch_id, mirrored) SELECT '"
                    + run + "', 'ttc', 1, i, (SELECT min(batch_id) FROM run_batch WHERE run_id = '" + from
                    + "'), true FROM generate_series(0, " + (partitions * 6 / 10 - 1) + ") AS i WHERE i % 9001 <> 77");
        });
    }
}
