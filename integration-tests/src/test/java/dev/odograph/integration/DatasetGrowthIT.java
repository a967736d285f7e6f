package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.plan.Partition;
import dev.odograph.plan.Partitioner;
import dev.odograph.plan.SegmentRef;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.RunReport.StageCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset that grows or is corrected costs what changed, not the whole again. */
class DatasetGrowthIT {
    private static final long ROWS = 1_800;
    private static final long ABOUT_SEVEN_SEGMENTS = 7 * ROWS;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @Test
    void replacingOneSegmentExecutesItsPartitionAndWhatReducesOverIt() throws IOException {
        Dataset before = lab.simulated("corrected", 40, 61);
        String bundle = lab.bundles.examples().digest();
        lab.runs.succeed("corrected-before", Lab.input(bundle, "corrected", Purpose.ADHOC, ABOUT_SEVEN_SEGMENTS));
        int partitions = lab.ledger.run("corrected-before").partitions();
        assertThat(partitions).isBetween(3, 14);
        String replaced = lab.segments(before).get(17);

        lab.change("corrected", ImportAction.REPLACE, otherRecording(replaced));
        lab.runs.succeed("corrected-after", Lab.input(bundle, "corrected", Purpose.ADHOC, ABOUT_SEVEN_SEGMENTS));

        assertThat(lab.ledger.run("corrected-after").plan().datasetVersion()).isEqualTo(before.version() + 1L);
        for (StageCount stage : lab.runs.report("corrected-after").stages()) {
            assertThat(stage.executed()).as(stage.name()).isEqualTo(1);
        }
        int partition = lab.runs.executedSince("corrected-after", 1).stream()
                .mapToInt(output -> output.partition())
                .max()
                .orElseThrow();
        assertThat(lab.ledger.partition("corrected-after", partition).segmentIds())
                .contains(replaced);
        assertThat(lab.results.seen("corrected-after").get("platoon_safety").rows())
                .isEqualTo(40);
        assertThat(lab.results.seen("corrected-after").get("platoon_safety").digest())
                .isNotEqualTo(lab.results
                        .seen("corrected-before")
                        .get("platoon_safety")
                        .digest());
    }

    @Test
    void addingOneSegmentExecutesAtMostTwoPartitions() {
        lab.simulated("grown", 40, 62);
        String bundle = lab.bundles.examples().digest();
        lab.runs.succeed("grown-before", Lab.input(bundle, "grown", Purpose.ADHOC, ABOUT_SEVEN_SEGMENTS));

        lab.change("grown", ImportAction.ADD, onlyNew(lab.recordings("grown_more", 41, 62)));
        lab.runs.succeed("grown-after", Lab.input(bundle, "grown", Purpose.ADHOC, ABOUT_SEVEN_SEGMENTS));

        Set<Integer> executed = lab.runs.executedSince("grown-after", 1).stream()
                .map(output -> output.partition())
                .filter(partition -> partition != Partition.ALL)
                .collect(Collectors.toSet());
        assertThat(executed).hasSizeBetween(1, 2);
        assertThat(segments("grown-after")).hasSize(41).containsAll(segments("grown-before"));
        assertThat(lab.results.seen("grown-after").get("platoon_safety").rows()).isEqualTo(41);
    }

    /** Real files in the real registry, planned as a run plans them. */
    @Test
    void addingTenToAThousandSegmentsRunsAtMostFifteenPercentOfThePartitionsAgain() throws Exception {
        Dataset before = lab.change("thousand", ImportAction.IMPORT, tiny("before", 0, 1_000));
        Dataset after = lab.change("thousand", ImportAction.ADD, tiny("after", 1_000, 1_010));

        List<Partition> planned = plan(before);
        List<Partition> again = plan(after);

        assertThat(planned).hasSizeBetween(100, 220);
        assertThat(again.stream()
                        .mapToInt(partition -> partition.segments().size())
                        .sum())
                .isEqualTo(1_010);
        Set<List<SegmentRef>> known =
                planned.stream().map(Partition::segments).collect(Collectors.toCollection(HashSet::new));
        long executed = again.stream()
                .filter(partition -> !known.contains(partition.segments()))
                .count();
        assertThat(executed).isPositive();
        assertThat((double) executed / again.size())
                .as("%d of %d partitions", executed, again.size())
                .isLessThanOrEqualTo(0.15);
    }

    private List<Partition> plan(Dataset dataset) {
        try (Stream<SegmentRef> refs = lab.stores.datasets().refs(dataset.datasetId(), dataset.version())) {
            return new Partitioner(7).partition(refs.toList());
        }
    }

    private List<String> segments(String runId) {
        return lab.ledger.partitions(runId, 0, lab.ledger.run(runId).partitions()).stream()
                .map(PartitionRecord::segmentIds)
                .flatMap(List::stream)
                .toList();
    }

    /** A folder with another recording under the name of one that is there. */
    private Path otherRecording(String segmentId) throws IOException {
        Path source = lab.directory.recordings().resolve("corrected").resolve(segmentId + ".parquet");
        Path target = Files.createDirectory(directory.resolve("other")).resolve(segmentId + ".parquet");
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT * REPLACE (speed_mps * 0.9 AS speed_mps) FROM '" + source + "') TO '"
                    + target + "' (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return target.getParent();
    }

    /** Leaves only the recording that the dataset does not hold. */
    private static Path onlyNew(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            for (Path file : sorted.subList(0, sorted.size() - 1)) {
                Files.delete(file);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One row per file: what the registry and the planner see of a segment does not depend on its size. */
    private Path tiny(String folder, int from, int to) throws Exception {
        Path target = Files.createDirectory(directory.resolve(folder));
        Path first = target.resolve(id(from));
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 0::BIGINT AS t_ms, 1::INTEGER AS position, 1.0::DOUBLE AS speed_mps) TO '"
                    + first + "' (FORMAT parquet)");
        }
        for (int i = from + 1; i < to; i++) {
            Files.copy(first, target.resolve(id(i)), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return target;
    }

    private static String id(int index) {
        return "drive-" + index + ".parquet";
    }
}
