package dev.odograph.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
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
import java.util.List;
import java.util.Map;
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

    @ParameterizedTest
    @CsvSource({
        "hostile_segfault, STEP_HOST_CRASHED, SIGSEGV",
        "hostile_abort, STEP_HOST_CRASHED, SIGABRT",
        "hostile_oob, STEP_HOST_CRASHED, SIGSEGV",
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
            assertThat(error.getMessage()).contains("Step \"crashes\", segment \"s2\"", cause);
            assertThat(hosts.run(work(innocent), Progress.NONE).digest().rows())
                    .as("the next task, in another host")
                    .isEqualTo(50);
        }
    }
}
