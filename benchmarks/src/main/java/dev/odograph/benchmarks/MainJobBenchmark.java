package dev.odograph.benchmarks;

import dev.odograph.artifact.RowDigest;
import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.examples.carfollowing.CarFollowing;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.GraphSpec;
import dev.odograph.step.SegmentInput;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The whole of {@code car_following} through the launcher, against {@link HandWritten} over the same rows into the same
 * ClickHouse. Arguments: rows (10,000,000), segments (24). The stack is the one in ODOGRAPH_HOME, which is started where
 * it does not run; ODOGRAPH_LAUNCHER names the launcher where it is not {@code ./odograph}.
 */
public final class MainJobBenchmark {
    private static final int ROWS_A_MINUTE = 4_200;

    private final Path home;

    private MainJobBenchmark(Path home) {
        this.home = home;
    }

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int segments = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 24;
        MainJobBenchmark benchmark = new MainJobBenchmark(EmbeddedHome.defaultDirectory());
        String dataset = "bench_" + segments + "x" + rows / segments / ROWS_A_MINUTE + "_" + System.currentTimeMillis();
        benchmark.launch(
                "dataset",
                "simulate",
                dataset,
                "--segments",
                Integer.toString(segments),
                "--minutes",
                Long.toString(Math.max(1, rows / segments / ROWS_A_MINUTE)),
                "--vehicles",
                "7",
                "--seed",
                Long.toString(SampleFiles.SEED));
        benchmark.measure(dataset, rows, segments);
    }

    private void measure(String dataset, long rows, int segments) throws Exception {
        double launcherMs;
        try (PeakMemory memory = PeakMemory.watch(home)) {
            long start = System.nanoTime();
            launch("run", "car_following", dataset, "--wait");
            launcherMs = (System.nanoTime() - start) / 1e6;
            memory.peaks().forEach((role, kib) -> System.out.printf("peak of a %s: %d MiB%n", role, kib / 1024));
        }
        Endpoints endpoints = Endpoints.load(EmbeddedHome.open(home));
        Map<String, RowDigest> ours = new LinkedHashMap<>();
        double runMs = run(endpoints, dataset, ours);
        GraphSpec graph = GraphSpecs.of(new CarFollowing());
        List<SegmentInput> files = SampleFiles.simulated(rows, segments);
        Path directory = Files.createTempDirectory("odograph-hand-written-");
        try (ClickHouse clickhouse = new ClickHouse(new ClickHouseAddress(
                endpoints.clickhouseUrl(), endpoints.clickhouseUser(), endpoints.clickhousePassword(), "odograph"))) {
            HandWritten byHand = new HandWritten(graph, clickhouse, directory);
            double[] ms = new double[3];
            Map<String, RowDigest> theirs = Map.of();
            for (int round = 0; round < ms.length; round++) {
                long start = System.nanoTime();
                theirs = byHand.run(files);
                ms[round] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(ms);
            Map<String, RowDigest> compared = theirs;
            ours.forEach((metric, digest) -> System.out.printf(
                    "%-16s %-28s %s%n",
                    metric,
                    digest,
                    digest.equals(compared.get(metric)) ? "same by hand" : "by hand " + compared.get(metric)));
            System.out.printf(
                    Locale.ROOT,
                    "by hand %.0f ms (%.0f to %.0f), run %.0f ms, with launcher %.0f ms: %.2f x the speed (%.2f x)%n",
                    ms[1],
                    ms[0],
                    ms[2],
                    runMs,
                    launcherMs,
                    ms[1] / runMs,
                    ms[1] / launcherMs);
        }
    }

    /** How long the dataset's run took from its creation to its end, by the ledger; fills in its digests by metric. */
    private static double run(Endpoints endpoints, String dataset, Map<String, RowDigest> digests) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        endpoints.postgresUrl(), endpoints.postgresUser(), endpoints.postgresPassword());
                Statement statement = connection.createStatement()) {
            try (ResultSet batches = statement.executeQuery(
                    "SELECT batch.metric, batch.rows, digest FROM run JOIN run_batch USING (run_id)"
                            + " JOIN batch USING (batch_id) WHERE run.dataset = '" + dataset
                            + "' ORDER BY batch.metric")) {
                while (batches.next()) {
                    String digest = batches.getString(3);
                    RowDigest one = new RowDigest(
                            batches.getLong(2), Long.parseUnsignedLong(digest.substring(digest.indexOf('-') + 1), 16));
                    digests.merge(batches.getString(1), one, RowDigest::plus);
                }
            }
            try (ResultSet run = statement.executeQuery(
                    "SELECT 1000 * extract(epoch FROM finished_at - created_at), status FROM run WHERE dataset = '"
                            + dataset + "'")) {
                run.next();
                if (!"SUCCEEDED".equals(run.getString(2))) {
                    throw new IllegalStateException("the run is " + run.getString(2));
                }
                return run.getDouble(1);
            }
        }
    }

    private void launch(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getenv().getOrDefault("ODOGRAPH_LAUNCHER", "./odograph"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("ODOGRAPH_HOME", home.toString());
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + exit);
        }
    }
}
