package dev.odograph.benchmarks;

import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.RunStatus;
import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowServiceException;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run of many partitions, each of one recording of five rows and one cheap stage, through the launcher and the whole
 * stack: what a partition costs early and late, what the histories hold, and how soon progress, cancellation and retry
 * answer at that size. Arguments: partitions (100,000), and a dataset of so many segments that was imported before, if there
 * is one. A run of 1,000 goes before, to compare. The stack is the one in ODOGRAPH_HOME, which is started where it does not
 * run. Costs are processor time of all processes of the stack, so that
 * other work on the machine does not count; the time by the clock stands beside it.
 */
public final class ScaleBenchmark {
    private static final int BEFORE = 1_000;
    private static final int SLICES = 10;
    private static final String METRIC = """
            -- metric: cheap 1.0
            -- description: Mean speed of a segment
            -- owner: benchmarks
            -- parameter: factor = 1.0
            -- source: samples
            --   segment_id  string        key
            --   t_ms        int64 [ms]    key
            --   speed       float64 [m/s]
            -- output:
            --   segment_id  string        key
            --   mean        float64 [m/s]

            SELECT segment_id, avg(speed) * $factor AS mean FROM samples GROUP BY segment_id
            """;

    private final Path home;
    private final Path directory;
    private final Path metric;
    private final ProcessTree processes;
    private final String stamp = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private ScaleBenchmark(Path home) throws Exception {
        this.home = home;
        this.directory = Files.createTempDirectory("odograph-scale-");
        this.metric = Files.writeString(directory.resolve("cheap.sql"), METRIC);
        this.processes = new ProcessTree(home);
    }

    public static void main(String[] arguments) throws Exception {
        int partitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        new ScaleBenchmark(EmbeddedHome.defaultDirectory())
                .measure(partitions, arguments.length > 1 ? arguments[1] : null);
    }

    private void measure(int partitions, @Nullable String imported) throws Exception {
        launch("up");
        String few = dataset(BEFORE);
        String many = imported == null ? dataset(partitions) : imported;
        Endpoints endpoints = Endpoints.load(EmbeddedHome.open(home));
        try (Stores stores = Stores.open(endpoints, 2);
                TemporalConnection temporal = TemporalConnection.open(endpoints)) {
            RunReader reader = new RunReader(stores.postgres());
            // The first one warms the stack up.
            watch(start(few, "warm", "1.0"), BEFORE, reader, temporal, false);
            double before = watch(start(few, "few", "2.0"), BEFORE, reader, temporal, true);
            String run = start(many, "many", "1.0");
            double after = watch(run, partitions, reader, temporal, true);
            System.out.printf(
                    Locale.ROOT,
                    "cost of a partition: %.1f ms of processor time of %d, %.1f of %d: %.2f x%n",
                    before,
                    BEFORE,
                    after,
                    partitions,
                    after / before);
            histories(run, temporal);
            interrupt(start(many, "stop", "2.0"), reader, temporal);
        }
    }

    /** Recordings of five rows, no two alike, nor like those of another size, as a dataset. */
    private String dataset(int segments) throws Exception {
        Path folder = Files.createDirectory(directory.resolve("of-" + segments));
        long start = System.nanoTime();
        write(folder, segments);
        String name = "scale_" + segments + "_" + stamp;
        long written = System.nanoTime();
        launch("dataset", "import", name, folder.toString());
        System.out.printf(
                Locale.ROOT,
                "%,d recordings: written in %.0f s, imported in %.1f s%n",
                segments,
                (written - start) / 1e9,
                (System.nanoTime() - written) / 1e9);
        return name;
    }

    private void write(Path folder, int segments) throws SQLException {
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            for (int i = 0; i < segments; i++) {
                statement.execute(String.format(
                        Locale.ROOT,
                        "COPY (SELECT 'drive-%06d' AS segment_id, 100 * t AS t_ms, hash('%s', %d, t) / 1e18 AS speed"
                                + " FROM range(5) AS r(t)) TO '%s/drive-%06d.parquet' (FORMAT parquet)",
                        i,
                        stamp + segments,
                        i,
                        folder,
                        i));
            }
        }
    }

    private String start(String dataset, String name, String factor) throws Exception {
        String run = "scale-" + name + "-" + stamp;
        long start = System.nanoTime();
        launch("run", metric.toString(), dataset, "--target-rows", "1", "--run-id", run, "--param", "factor=" + factor);
        System.out.printf(Locale.ROOT, "%s: started in %.1f s%n", run, (System.nanoTime() - start) / 1e9);
        return run;
    }

    /** Waits for success; gives the median cost of a partition over slices of the run, in ms of processor time. */
    private double watch(String run, int partitions, RunReader reader, TemporalConnection temporal, boolean print)
            throws Exception {
        MetricGraphRun handle = temporal.client().newWorkflowStub(MetricGraphRun.class, run);
        List<Double> costs = new ArrayList<>();
        List<Double> ledger = new ArrayList<>();
        List<Double> query = new ArrayList<>();
        long done = awaitDone(run, 1, reader);
        // The first one connects.
        double unused = ask(handle);
        long began = System.nanoTime();
        Map<String, ProcessTree.Use> last = processes.look();
        for (int slice = 1; slice <= SLICES; slice++) {
            long from = done;
            long since = System.nanoTime();
            long until = (long) partitions * slice / SLICES;
            while (done < until) {
                long asked = System.nanoTime();
                done = executed(reader.show(run));
                ledger.add((System.nanoTime() - asked) / 1e6);
                query.add(ask(handle));
                // A look costs processor time that is not the run's: the more, the more partitions there are.
                TimeUnit.MILLISECONDS.sleep(done < until ? Math.max(500, partitions / 10) : 0);
            }
            Map<String, ProcessTree.Use> now = processes.look();
            double cost = cpu(last, now) / (done - from);
            costs.add(cost);
            if (print) {
                System.out.printf(
                        Locale.ROOT,
                        "%,9d of %,d: %5.1f ms of processor time a partition, %5.1f by the clock; %s%n",
                        done,
                        partitions,
                        cost,
                        (System.nanoTime() - since) / 1e6 / (done - from),
                        roles(last, now, done - from));
            }
            last = now;
        }
        while (reader.show(run).run().status() != RunStatus.SUCCEEDED) {
            RunStatus status = reader.show(run).run().status();
            if (status.settled()) {
                throw new IllegalStateException(run + " is " + status);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %,d partitions in %.0f s; progress of the ledger %.0f ms (at most %.0f), query %.0f ms (at most %.0f)%n",
                run,
                partitions,
                (System.nanoTime() - began) / 1e9,
                median(ledger),
                max(ledger),
                median(query),
                max(query));
        return median(costs);
    }

    /** How long the query for progress takes; where it is not answered in time, how long that took. */
    private static double ask(MetricGraphRun handle) {
        long start = System.nanoTime();
        try {
            handle.progress();
        } catch (WorkflowServiceException unanswered) {
            System.out.println("a query was not answered: " + unanswered.getCause());
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double cpu(Map<String, ProcessTree.Use> before, Map<String, ProcessTree.Use> after) {
        return total(after) - total(before);
    }

    private static double total(Map<String, ProcessTree.Use> uses) {
        return uses.values().stream().mapToDouble(ProcessTree.Use::cpuMs).sum();
    }

    private static String roles(
            Map<String, ProcessTree.Use> before, Map<String, ProcessTree.Use> after, long partitions) {
        Map<String, String> roles = new TreeMap<>();
        ProcessTree.Use none = new ProcessTree.Use(0, 0);
        after.forEach((role, use) -> roles.put(
                role,
                String.format(
                        Locale.ROOT,
                        "%.1f ms %d MiB",
                        (use.cpuMs() - before.getOrDefault(role, none).cpuMs()) / partitions,
                        use.residentMib())));
        return roles.toString();
    }

    private static long executed(RunReport report) {
        return report.stages().stream()
                .mapToLong(RunReport.StageCount::executed)
                .sum();
    }

    private static long awaitDone(String run, long least, RunReader reader) throws InterruptedException {
        while (true) {
            long done = find(run, reader);
            if (done >= least) {
                return done;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Executed outputs; none before the run is planned. */
    private static long find(String run, RunReader reader) {
        try {
            return executed(reader.show(run));
        } catch (dev.odograph.error.OdographException unplanned) {
            return 0;
        }
    }

    private static void histories(String run, TemporalConnection temporal) {
        WorkflowExecutionHistory root = temporal.client().fetchHistory(run);
        List<WorkflowExecutionHistory> all = new ArrayList<>(List.of(root));
        root.getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED)
                .map(event -> event.getChildWorkflowExecutionStartedEventAttributes()
                        .getWorkflowExecution()
                        .getWorkflowId())
                .forEach(range -> all.add(temporal.client().fetchHistory(range)));
        System.out.printf(
                Locale.ROOT,
                "histories: %d of ranges; the longest has %,d events, the largest %.2f MB; the root %,d events%n",
                all.size() - 1,
                all.stream()
                        .mapToInt(history -> history.getEvents().size())
                        .max()
                        .orElse(0),
                all.stream().mapToLong(ScaleBenchmark::bytes).max().orElse(0) / 1e6,
                root.getEvents().size());
    }

    private static long bytes(WorkflowExecutionHistory history) {
        return history.getEvents().stream()
                .mapToLong(HistoryEvent::getSerializedSize)
                .sum();
    }

    /** Cancels a run and retries it, at full size. */
    private void interrupt(String run, RunReader reader, TemporalConnection temporal) throws Exception {
        for (int round = 0; round < 2; round++) {
            long done = awaitDone(run, 1 + find(run, reader), reader);
            long start = System.nanoTime();
            temporal.client().newUntypedWorkflowStub(run).cancel();
            double asked = (System.nanoTime() - start) / 1e6;
            while (!reader.show(run).run().status().settled()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            System.out.printf(
                    Locale.ROOT,
                    "cancelled at %,d: taken in %.0f ms, the run is %s after %.0f ms%n",
                    done,
                    asked,
                    reader.show(run).run().status(),
                    (System.nanoTime() - start) / 1e6);
            if (round == 0) {
                long retried = System.nanoTime();
                launch("runs", "retry", run);
                double taken = (System.nanoTime() - retried) / 1e6;
                awaitDone(run, 1 + executed(reader.show(run)), reader);
                System.out.printf(
                        Locale.ROOT,
                        "retried: the command took %.0f ms, the next partition was done after %.0f ms%n",
                        taken,
                        (System.nanoTime() - retried) / 1e6);
            }
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private void launch(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getenv().getOrDefault("ODOGRAPH_LAUNCHER", "./odograph"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("ODOGRAPH_HOME", home.toString());
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + exit);
        }
    }
}
