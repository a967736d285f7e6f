package dev.odograph.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleBuilder;
import dev.odograph.kernel.HostileKernels;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.Progress;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class StageInHostIT {
    private static final TableSchema SAMPLES = new TableSchema(List.of(
            new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
            new ColumnSpec("t_ms", ColumnType.INT64, false, true, "ms", false)));

    @TempDir
    Path directory;

    private HostSettings settings;

    @BeforeEach
    void record() throws Exception {
        settings = HostSettings.of(1, directory.resolve("work"), directory.resolve("logs"), HostLimits.DEFAULT);
        Files.createDirectories(directory.resolve("bundle/lib"));
        Files.createDirectories(directory.resolve("scratch"));
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            for (String segment : List.of("s1", "s2")) {
                statement.execute(
                        "COPY (SELECT '" + segment + "' AS segment_id, range * 100 AS t_ms FROM range(50)) TO '"
                                + directory.resolve(segment + ".parquet") + "' (FORMAT parquet)");
            }
        }
    }

    private StageWork work(StepSpec last) {
        return new StageWork(
                last.name(),
                List.of(new StepSpec.Source("samples", "main", SAMPLES), last),
                Map.of(),
                List.of(segment("s1"), segment("s2")),
                Map.of(),
                directory.resolve("bundle").toString(),
                directory.resolve("out.arrow").toString(),
                false,
                directory.resolve("scratch").toString(),
                256L << 20);
    }

    private SegmentInput segment(String id) {
        return new SegmentInput(
                id, Map.of("main", directory.resolve(id + ".parquet").toString()));
    }

    @Test
    void aSqlStepRunsInAHost() {
        StepSpec sql = new StepSpec.Sql(
                "late", List.of("samples"), SAMPLES, "SELECT segment_id, t_ms FROM samples WHERE t_ms >= 2500");
        try (StepHosts hosts = new StepHosts(settings, HostSandbox.probe())) {
            StageOutput output = hosts.run(work(sql), Progress.NONE);

            assertThat(output.digest().rows()).isEqualTo(50);
            assertThat(directory.resolve("out.arrow")).isNotEmptyFile();
        }
    }

    @Test
    void aHostWhoseGoldenVectorDiffersTakesNoKernelTaskOfAnyLibrary() throws Exception {
        Files.createDirectories(directory.resolve("bundle/native"));
        for (Path library : List.of(HostileKernels.drifted(), HostileKernels.path())) {
            Files.copy(library, directory.resolve("bundle/native").resolve(library.getFileName()));
        }
        // A kernel that is right itself, of another library of the bundle, on a host where "drifted_seconds" differs.
        StepSpec kernel = kernel("hostile_throw", HostileKernels.path(), Map.of("segment_id", "none"));
        StepSpec sql = new StepSpec.Sql("all", List.of("samples"), SAMPLES, "SELECT segment_id, t_ms FROM samples");
        try (StepHosts hosts = new StepHosts(settings, HostSandbox.probe())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                OdographException error =
                        catchThrowableOfType(OdographException.class, () -> hosts.run(work(kernel), Progress.NONE));

                assertThat(error.code()).isEqualTo(ErrorCode.KERNEL_GOLDEN_DIFFERS);
                assertThat(error.getMessage())
                        .contains(
                                "drifted_seconds",
                                "\"a tenth of a second\"",
                                "expected 0.2, found 0.1",
                                "take this host");
            }
            assertThat(hosts.run(work(sql), Progress.NONE).digest().rows()).isEqualTo(100);
        }
    }

    @Test
    void aKernelOfScopeSegmentGetsAllRowsOfOneSegmentAndOfNoOther() throws Exception {
        Files.createDirectories(directory.resolve("bundle/native"));
        Path library = HostileKernels.echo();
        Files.copy(library, directory.resolve("bundle/native").resolve(library.getFileName()));
        TableSchema calls = new TableSchema(List.of(
                new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
                new ColumnSpec("t_ms", ColumnType.INT64, false, false, "ms", false),
                new ColumnSpec("rows", ColumnType.INT64, false, false, null, false)));
        StepSpec kernel = new StepSpec.Kernel(
                "calls",
                List.of("samples"),
                calls,
                "rows_of_call",
                library.getFileName().toString(),
                Map.of());
        long rowsOfSecond = 70_000; // more than the engine puts into one batch
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (SELECT 's2' AS segment_id, range * 100 AS t_ms FROM range(" + rowsOfSecond
                    + ")) TO '" + directory.resolve("s2.parquet") + "' (FORMAT parquet)");
        }
        try (StepHosts hosts = new StepHosts(settings, HostSandbox.probe())) {
            hosts.run(work(kernel), Progress.NONE);
        }

        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader rows =
                        new ArrowStreamReader(Files.newInputStream(directory.resolve("out.arrow")), allocator)) {
            List<String> found = new ArrayList<>();
            while (rows.loadNextBatch()) {
                VectorSchemaRoot root = rows.getVectorSchemaRoot();
                for (int row = 0; row < root.getRowCount(); row++) {
                    found.add(root.getVector("segment_id").getObject(row) + " "
                            + root.getVector("t_ms").getObject(row) + " "
                            + root.getVector("rows").getObject(row));
                }
            }
            assertThat(found).containsExactly("s1 4900 50", "s2 " + (rowsOfSecond - 1) * 100 + " " + rowsOfSecond);
        }
    }

    private StepSpec kernel(String name, Path library, Map<String, Object> parameters) {
        return new StepSpec.Kernel(
                "kernel",
                List.of("samples"),
                SAMPLES,
                name,
                library.getFileName().toString(),
                parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "hostile_segfault, STEP_HOST_CRASHED, SIGSEGV",
        "hostile_abort, STEP_HOST_CRASHED, SIGABRT",
        "hostile_oob, STEP_HOST_CRASHED, SIGSEGV|SIGABRT",
        "hostile_spin, STEP_TIMED_OUT, the limit of 8 s",
        "hostile_leak, MEMORY_EXHAUSTED, its limit is 700 MiB"
    })
    void aKernelThatMisbehavesCostsOneAttemptAndIsNamedWithTheSegmentAtFault(
            String misbehaviour, ErrorCode code, String cause) throws Exception {
        Path library = HostileKernels.path();
        Files.createDirectories(directory.resolve("bundle/native"));
        Files.copy(library, directory.resolve("bundle/native").resolve(library.getFileName()));
        HostLimits roomy = HostLimits.DEFAULT.withResidentBytes(700L << 20);
        HostLimits limits = misbehaviour.equals("hostile_spin") ? roomy.withStep(Duration.ofSeconds(8)) : roomy;
        HostSettings tight = HostSettings.of(1, directory.resolve("work"), directory.resolve("logs"), limits);
        StepSpec victim = new StepSpec.Kernel(
                "crashes",
                List.of("samples"),
                SAMPLES,
                misbehaviour,
                library.getFileName().toString(),
                Map.of("segment_id", "s2"));
        StepSpec innocent = new StepSpec.Sql(
                "late", List.of("samples"), SAMPLES, "SELECT segment_id, t_ms FROM samples WHERE t_ms >= 2500");
        try (StepHosts hosts = new StepHosts(tight, HostSandbox.probe())) {
            OdographException error =
                    catchThrowableOfType(OdographException.class, () -> hosts.run(work(victim), Progress.NONE));

            assertThat(error.code()).isEqualTo(code);
            // Who overruns the heap is stopped by the machine or, where another thread allocates first, by malloc.
            assertThat(error.getMessage())
                    .contains("Step \"crashes\", segment \"s2\"")
                    .containsPattern(cause);
            assertThat(hosts.run(work(innocent), Progress.NONE).digest().rows())
                    .as("the next task, in another host")
                    .isEqualTo(50);
        }
    }

    private OdographException failure(String body) {
        StepSpec step = new StepSpec.Python(
                "late",
                List.of("samples"),
                SAMPLES,
                "late",
                "late.py",
                "import os, socket, sys, time\ndef late(samples):\n" + body.indent(4) + "    return samples\n",
                Map.of(),
                null);
        HostLimits limits = HostLimits.DEFAULT.withStep(Duration.ofSeconds(12));
        HostSettings tight = HostSettings.of(1, directory.resolve("work"), directory.resolve("logs"), limits);
        try (StepHosts hosts = new StepHosts(tight, HostSandbox.probe())) {
            return catchThrowableOfType(OdographException.class, () -> hosts.run(work(step), Progress.NONE));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "STEP_HOST_CRASHED | SIGABRT | os.abort()",
                "STEP_TIMED_OUT | not done after the limit of 12 s | while True: pass",
                "MEMORY_EXHAUSTED | ran out of memory | hoard = [bytearray(64 << 20) for _ in range(100)]",
                "STEP_FAILED | sys.exit(1) | sys.exit(1)",
                "STEP_FAILED | OSError: [Errno 101] Network is unreachable | socket.create_connection((\"127.0.0.1\", 22), timeout=2)"
            })
    @Timeout(600)
    void whatAPythonStepDoesToItsProcessIsNamedWithTheSegment(ErrorCode code, String named, String line) {
        OdographException error = failure("if samples[\"segment_id\"][0].as_py() == \"s2\":\n    " + line);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.getMessage()).contains("Step \"late\"", "segment \"s2\"", named);
    }

    @Test
    @Timeout(600)
    void aPythonStepFindsNoCredentials() {
        OdographException error = failure("raise ValueError(sorted(os.environ))");

        assertThat(error.getMessage()).contains("PATH", "PYTHONHASHSEED").doesNotContain("ODOGRAPH", "JAVA", "PG");
    }

    @Test
    void aMetricInPythonIsBundledWithItsLockAndReadInAStepHost() throws Exception {
        String text = """
                # metric: late 1.0
                # lock: my.lock
                # source: samples
                #   segment_id  string      key
                #   t_ms        int64 [ms]  key
                # output:
                #   segment_id  string      key
                #   t_ms        int64 [ms]  key

                def late(samples):
                    return samples
                """;
        Path metric = directory.resolve("late.py");
        String lock = "pyarrow==26.0.1 --hash=sha256:" + "0".repeat(64) + "\n";
        Files.writeString(directory.resolve("my.lock"), lock);
        try (StepHosts hosts = new StepHosts(settings, HostSandbox.probe())) {
            BundleBuilder builder = new BundleBuilder(directory, hosts);
            Files.writeString(metric, text.replace("(samples)", "()"));
            OdographException error =
                    catchThrowableOfType(OdographException.class, () -> builder.build(List.of(metric), List.of()));
            Files.writeString(metric, text);
            Bundle bundle = builder.build(List.of(metric), List.of());

            assertThat(error.code()).isEqualTo(ErrorCode.GRAPH_INVALID);
            assertThat(error).hasMessageContaining("late.py:10: Step \"late\" (python): function late takes ()");
            assertThat(bundle.graphs())
                    .singleElement()
                    .satisfies(graph -> assertThat(graph.steps().getLast())
                            .isInstanceOfSatisfying(
                                    StepSpec.Python.class,
                                    step -> assertThat(step.lock()).isEqualTo(lock)));
        }
    }
}
