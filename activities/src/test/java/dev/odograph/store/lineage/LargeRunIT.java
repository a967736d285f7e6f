package dev.odograph.store.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.store.lineage.RunReport.StageCount;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run of many partitions is read in the blink of an eye, also before the server knows how many rows it has. */
class LargeRunIT {
    private static final int PARTITIONS = 20_000;
    /** The server as it plans where it has no statistics takes a minute. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void aRunIsShownAtOnceThatWasJustPlannedAndTakenOver() {
        String run = "large";
        Ledger.register(run, PARTITIONS);
        fill(run);
        long start = System.nanoTime();

        RunReport report = Ledger.READER.show(run);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        assertThat(report.stages()).extracting(StageCount::executed).containsExactly((long) PARTITIONS, 0L);
        assertThat(report.coverage())
                .extracting(MetricCoverage::done)
                .extracting(Totals::segments)
                .containsExactly(2L * PARTITIONS);
        assertThat(Ledger.READER.stages(run)).isEqualTo(report.stages());
    }

    /** Commits the first stage of every partition, all at once. */
    private static void fill(String run) {
        Ledger.POSTGRES.transact("filling run " + run, tx -> {
            String key = "'" + run + "-' || i";
            String each = " FROM generate_series(0, " + (PARTITIONS - 1) + ") AS i";
            tx.execute("INSERT INTO artifact (artifact_key, stage, files, rows, digest, bytes, run_id) SELECT " + key
                    + ", 's', '[]', 3, '0', 10, '" + run + "'" + each);
            tx.execute("INSERT INTO run_output (run_id, stage, partition, status, artifact_key, pass, rows) SELECT '"
                    + run + "', 0, i, 'COMMITTED', " + key + ", 1, 3" + each);
            tx.execute("WITH w AS (INSERT INTO write (table_name, batch_id, state, rows, digest, run_id, settled_at)"
                    + " SELECT 't', " + key + ", 'COMMITTED', 3, '0', '" + run + "', now()" + each
                    + " RETURNING write_no, batch_id)"
                    + " INSERT INTO batch (batch_id, table_name, namespace, metric, version, artifact_key, write_no,"
                    + " rows, digest, fingerprint, segments, run_id)"
                    + " SELECT batch_id, 't', 'default', 'ttc', '1.0', batch_id, write_no, 3, '0', 'f0', '{}', '" + run
                    + "' FROM w");
            return tx.execute("INSERT INTO run_batch (run_id, metric, major, partition, batch_id, mirrored) SELECT '"
                    + run + "', 'ttc', 1, i, " + key + ", true" + each);
        });
    }
}
