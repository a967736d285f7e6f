package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.odograph.contract.Purpose;
import dev.odograph.dataset.Dataset;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.store.lineage.OutputState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is killed in mid-run goes on, and ends with the same rows as if nothing had happened, none of them twice. */
class KillIT {
    private static final int SEGMENTS = 24;
    private static final int COMMITS_BEFORE = 20;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @AfterEach
    void giveTheWorkerBack() {
        lab.startWorker();
    }

    @Test
    void aWorkerKilledInMidRunLosesNothingAndDoublesNothing() throws Exception {
        String runId = "killed-worker";
        lab.stopWorker();
        Process worker = WorkerProcess.start(lab);
        Instant killed = killInMidRun(runId, 31, () -> {
            worker.destroyForcibly().waitFor();
            assertThat(worker.exitValue()).as("exit by SIGKILL").isEqualTo(137);
        });
        lab.startWorker();

        assertWentOn(runId, killed);
    }

    @Test
    void aStepHostKilledInMidRunLosesNothingAndDoublesNothing() throws Exception {
        String runId = "killed-host";
        Instant killed = killInMidRun(runId, 32, () -> {
            Set<Long> hosts = lab.stepHosts();
            assertThat(hosts).as("step hosts of this process").isNotEmpty();
            hosts.forEach(host -> ProcessHandle.of(host).ifPresent(ProcessHandle::destroyForcibly));
        });

        assertWentOn(runId, killed);
    }

    private interface Kill {
        void now() throws Exception;
    }

    /** Kills while a step is under way for one segment and the ledger has some commits, but cannot have all. */
    private Instant killInMidRun(String runId, long seed, Kill kill) throws Exception {
        Dataset dataset = lab.simulated(runId.replace('-', '_'), SEGMENTS, seed);
        Path begun = directory.resolve("begun");
        Bundle pausing = lab.bundles.withPause(lab.segments(dataset).get(SEGMENTS / 2), begun);
        lab.runs.start(runId, Lab.input(pausing.digest(), dataset.name().toString(), Purpose.ADHOC, 1));
        Runs.until(
                "a step under way and " + COMMITS_BEFORE + " commits",
                () -> Files.exists(begun) && lab.runs.committed(runId).size() >= COMMITS_BEFORE);
        Instant killed = Instant.now();
        kill.now();
        return killed;
    }

    private void assertWentOn(String runId, Instant killed) {
        lab.runs.succeeded(runId);

        List<OutputState> outputs = lab.runs.executedSince(runId, 1);
        assertThat(outputs).hasSize(5 * SEGMENTS + 1).hasSize((int) lab.runs.planned(runId));
        assertThat(outputs)
                .as("commits before the kill")
                .filteredOn(output -> output.finishedAt().isBefore(killed))
                .hasSizeGreaterThanOrEqualTo(COMMITS_BEFORE);
        assertThat(outputs)
                .as("commits after the kill")
                .anyMatch(output -> output.finishedAt().isAfter(killed));
        assertThat(outputs).as("outputs executed again").anyMatch(output -> output.attempt() > 1);
        assertThat(lab.runs.mostAttempts(lab.runs.history(runId))).isGreaterThan(1);

        String undisturbed = runId + "-undisturbed";
        lab.runs.succeed(
                undisturbed,
                Lab.input(lab.bundles.examples().digest(), runId.replace('-', '_'), Purpose.ADHOC, 10_000_000));
        assertThat(lab.runs.executedSince(undisturbed, 1)).hasSize(6);
        Map<String, Results.Seen> seen = lab.results.seen(runId);
        Map<String, Results.Seen> expected = lab.results.seen(undisturbed);
        assertThat(seen).hasSize(5).containsOnlyKeys(expected.keySet());
        for (String metric : List.of("ttc", "hard_brake", "exposure", "platoon_safety")) {
            assertThat(seen.get(metric)).as(metric).isEqualTo(expected.get(metric));
        }
        assertSameTotals(runId, undisturbed);
        assertThat(Results.rows(lab.results.seen(runId))).isEqualTo(lab.results.artifactRows(runId));
    }

    /** Sums over partitions that are cut elsewhere are added in another order, so floats may differ in their last bits. */
    private void assertSameTotals(String runId, String undisturbed) {
        List<String> counts = List.of("segments", "samples", "pairs", "ttc_rows", "min_ttc_s", "hard_brakes");
        assertThat(totals(runId, counts)).isEqualTo(totals(undisturbed, counts));
        List<String> sums = List.of("tet_s", "distance_km", "hours");
        Map<String, String> expected = totals(undisturbed, sums);
        totals(runId, sums)
                .forEach((column, sum) -> assertThat(Double.parseDouble(sum))
                        .as(column)
                        .isCloseTo(Double.parseDouble(expected.get(column)), withPercentage(1e-10)));
    }

    private Map<String, String> totals(String runId, List<String> columns) {
        String view = ClickHouseNames.byRunView(lab.results.table(runId, "fleet_safety"));
        List<Map<String, String>> rows = lab.results.rows(view + "(run = '" + runId + "')", columns);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }
}
