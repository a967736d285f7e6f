package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.artifact;
import static dev.odograph.store.lineage.Ledger.output;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A run of version 1 of a dataset of its own, which holds a0, b0, a1 and b1; then the dataset changes. */
final class StalePublicationsIT {
    private static final StalePublications STALE = new StalePublications(Ledger.POSTGRES);

    private String dataset;

    @BeforeEach
    void publishVersionOne(TestInfo test) {
        dataset = "stale-" + test.getTestMethod().orElseThrow().getName();
        Ledger.POSTGRES.query(
                "making a dataset",
                db -> db.execute(
                        "INSERT INTO dataset (dataset_id, namespace, name) VALUES (?, 'default', ?)",
                        dataset,
                        dataset));
        for (String segment : List.of("a0", "a1", "b0", "b1")) {
            hold(segment, 1, "d-" + segment);
        }
        publish(dataset + "-run", 1);
    }

    @Test
    void nothingIsStaleWhileTheDatasetIsWhatTheRunRead() {
        hold("c0", 2, "d-c0");

        assertThat(STALE.list(dataset)).isEmpty();
    }

    @Test
    void replacedAndRetractedSegmentsAreCountedAndNamedInOrder() {
        close("b0", 2);
        hold("b0", 2, "other");
        close("a1", 3);

        assertThat(STALE.list(dataset))
                .containsExactly(new StalePublication(
                        "default", "ttc", 1, Publications.LATEST, dataset + "-run", 1, 1, 1, List.of("a1", "b0")));
    }

    @Test
    void aRecordingThatMovedOrCameBackAsItWasIsNotStale() {
        close("a0", 2);
        hold("a0", 2, "d-a0");
        close("b1", 2);
        hold("b1", 4, "d-b1");

        assertThat(STALE.list(dataset)).isEmpty();
    }

    @Test
    void aSegmentThatTheRunDoesWithoutIsNotStale() {
        Ledger.POSTGRES.query(
                "waiving",
                db -> db.execute(
                        "INSERT INTO run_waiver (run_id, segment_id, partition, pass, waived_by, reason, rows,"
                                + " distance_m, duration_ms) VALUES (?, 'a0', 0, 1, 'me', 'broken', 1, 0, 0)",
                        dataset + "-run"));
        close("a0", 2);

        assertThat(STALE.list(dataset)).isEmpty();
    }

    @Test
    void aRunOfTheNewerVersionTakesThePointerAndEndsIt() {
        close("a0", 2);
        hold("a0", 2, "other");
        assertThat(STALE.list(dataset)).hasSize(1);

        publish(dataset + "-again", 2);

        assertThat(STALE.list(dataset)).isEmpty();
    }

    @Test
    void ofManySegmentsTheFirstAreNamed() {
        for (int i = 0; i < 9; i++) {
            hold("m" + i, 1, "d" + i);
            close("m" + i, 2);
        }

        StalePublication stale = STALE.list(dataset).getFirst();

        assertThat(stale.retracted()).isEqualTo(9);
        assertThat(stale.firstSegments()).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    private void publish(String runId, int version) {
        NewRun run = Ledger.newRun(runId, Map.of());
        Ledger.RUNS.register(
                new NewRun(
                        runId,
                        run.spec(),
                        run.bundleDigest(),
                        dataset,
                        dataset,
                        version,
                        run.parameters(),
                        run.purpose(),
                        run.failurePolicy(),
                        run.inputDigest()),
                Ledger.stages(),
                Ledger.partitions(2));
        Ledger.RUNS.beginPass(runId, "temporal-1");
        for (int partition = 0; partition < 2; partition++) {
            Ledger.commit(runId, partition, runId + "-b-" + partition, artifact(runId + "-" + partition));
        }
        Ledger.OUTPUTS.commitOutput(output(runId, 1, -1, artifact(runId + "-fleet")));
        assertThat(Ledger.PUBLICATIONS.publish(runId)).hasSize(1);
    }

    private void hold(String segment, int fromVersion, String digest) {
        Ledger.POSTGRES.query(
                "adding a segment",
                db -> db.execute(
                        "INSERT INTO segment (dataset_id, segment_id, from_version, content_digest, rows, bytes,"
                                + " source_uri, tables, tags) VALUES (?, ?, ?, ?, 1, 1, 'x', '[]', '{}')",
                        dataset,
                        segment,
                        fromVersion,
                        digest));
    }

    private void close(String segment, int toVersion) {
        Ledger.POSTGRES.query(
                "closing a segment",
                db -> db.execute(
                        "UPDATE segment SET to_version = ? WHERE dataset_id = ? AND segment_id = ?"
                                + " AND to_version IS NULL",
                        toVersion,
                        dataset,
                        segment));
    }
}
