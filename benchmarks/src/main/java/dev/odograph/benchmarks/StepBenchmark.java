package dev.odograph.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.odograph.examples.carfollowing.CarFollowing;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.Bundle;
import dev.odograph.step.InputTable;
import dev.odograph.step.Progress;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageRunner;
import dev.odograph.step.StageWork;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/**
 * What each stage of {@code car_following} costs in this process, beside a plain DuckDB scan of the same columns into
 * Arrow, both on one thread: processor time, so that what else the machine does counts little. Arguments: rows (10,000,000) and segments (24), or a directory of recordings; then rounds
 * (3).
 */
public final class StepBenchmark {
    private static final long MEMORY_BYTES = 1L << 30;

    private final Path directory;
    private final Map<String, InputTable> outputs = new HashMap<>();

    private StepBenchmark(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        boolean simulated = arguments.length == 0 || arguments[0].chars().allMatch(Character::isDigit);
        List<SegmentInput> segments = simulated
                ? SampleFiles.simulated(
                        arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000,
                        arguments.length > 1 ? Integer.parseInt(arguments[1]) : 24)
                : SampleFiles.in(Path.of(arguments[0]));
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        List<Stage> stages = Stages.of(GraphSpecs.of(new CarFollowing()));
        double[] scans = new double[rounds];
        double[][] times = new double[stages.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            scans[round] = scan(segments, stages.getFirst().last().output());
            StepBenchmark benchmark = new StepBenchmark(Files.createTempDirectory("odograph-steps-"));
            for (Stage stage : stages) {
                long start = cpu();
                StageOutput output = benchmark.run(stage, segments);
                times[stage.index()][round] = (cpu() - start) / 1e6;
                if (round == 0) {
                    System.out.printf("%-20s %s%n", stage.name(), output.digest());
                }
            }
            benchmark.delete();
        }
        print("plain scan into Arrow", scans);
        stages.forEach(stage -> print(stage.name(), times[stage.index()]));
        System.out.printf(
                Locale.ROOT, "source check against plain scan: %.2f x its speed%n", median(scans) / median(times[0]));
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private StageOutput run(Stage stage, List<SegmentInput> segments) throws IOException {
        Path scratch = Files.createTempDirectory(directory, "scratch");
        StageWork work = new StageWork(
                stage.name(),
                stage.steps(),
                outputs,
                segments,
                Map.of("ttc_limit_s", 4.0, "hard_brake_mps2", -3.0),
                "",
                directory.resolve(stage.index() + ".arrow").toString(),
                false,
                scratch.toString(),
                MEMORY_BYTES);
        StageOutput output;
        try (StageRunner runner = new StageRunner(Bundle.ON_CLASS_PATH, scratch)) {
            output = runner.run(work, Progress.NONE);
        }
        outputs.put(stage.name(), new InputTable(stage.last().output(), output.files()));
        return output;
    }

    /** Every value of every column comes out as Arrow and is dropped. */
    private static double scan(List<SegmentInput> segments, TableSchema schema) throws Exception {
        String columns = schema.columns().stream().map(ColumnSpec::name).collect(Collectors.joining(", "));
        String files = segments.stream()
                .map(segment -> "'" + segment.tables().values().iterator().next() + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        Properties properties = new Properties();
        properties.setProperty("threads", "1");
        properties.setProperty("jdbc_stream_results", "true");
        long start = cpu();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + columns + " FROM read_parquet(" + files + ")");
                RootAllocator allocator = new RootAllocator();
                ArrowReader reader =
                        (ArrowReader) result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, 65_536)) {
            long rows = 0;
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
            if (rows == 0) {
                throw new IllegalStateException("the recordings hold no rows");
            }
        }
        return (cpu() - start) / 1e6;
    }

    private static void print(String what, double[] ms) {
        double[] sorted = ms.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-24s median %9.1f ms (%.1f to %.1f)%n",
                what,
                median(ms),
                sorted[0],
                sorted[sorted.length - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void delete() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
