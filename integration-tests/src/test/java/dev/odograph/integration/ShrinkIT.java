package dev.odograph.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.activity.FailedStages;
import dev.odograph.artifact.ArtifactStore;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.error.ErrorCode;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.host.HostLimits;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.HostSettings;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.kernel.HostileKernels;
import dev.odograph.shrink.Shrinker;
import dev.odograph.shrink.Shrunk;
import dev.odograph.shrink.TestWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failed in a run is shrunk to a test that an author compiles, and that fails as the run did. */
class ShrinkIT {
    private static final String RUN = "shrinking";
    private static final String GRAPH = """
            import dev.odograph.graph.*;
            import java.util.Map;

            public final class Shrinking implements GraphDefinition {
                public record Row(
                        @Key String segmentId, @Key int position, @Key @Unit("ms") long tMs, double speedMps, double eastM) {}

                public record Moment(@Key String segmentId, @Key @Unit("ms") long tMs) {}

                /** Stumbles over two rows that follow each other. */
                public static final class Stumbles implements JavaStep<Row, Row> {
                    @Override
                    public void process(StepContext context, Rows<Row> rows, Emitter<Row> out) {
                        Rows.LongColumn positions = rows.longs("position");
                        Rows.LongColumn times = rows.longs("t_ms");
                        boolean before = false;
                        while (rows.next()) {
                            boolean second = positions.value() == 2;
                            if (before && second && times.value() == 20_000) {
                                throw new IllegalStateException("a leap at " + times.value());
                            }
                            before = second && times.value() == 19_900;
                        }
                    }
                }

                @Override
                public void define(Graph g) {
                    g.parameter("victim", "none");
                    Table<Row> samples = g.source("samples", Row.class);
                    g.metric("stumbles", "1.0", g.java("stumbles", Row.class, Stumbles.class, samples));
                    String query = "SELECT segment_id, position, t_ms, east_m, CAST(CASE WHEN position = 3 AND t_ms = 5000"
                            + " THEN 'fast' ELSE '1' END AS DOUBLE) AS speed_mps FROM samples";
                    g.metric("casts", "1.0", g.sql("casts", Row.class, SqlText.sql(query), samples));
                    String kernel = "libodograph_hostile.so/hostile_segfault";
                    String distinct = "SELECT DISTINCT segment_id, t_ms FROM samples";
                    Table<Moment> moments = g.sql("moments", Moment.class, SqlText.sql(distinct), samples);
                    g.metric("crashes", "1.0",
                            g.kernel("crashes", Moment.class, kernel, Map.of("segment_id", "$victim"), moments));
                }
            }
            """;

    private static Lab lab;
    private static String victim;

    @TempDir
    private Path directory;

    @BeforeAll
    static void failOnce() {
        lab = Lab.open();
        victim = lab.segments(lab.simulated("shrinking", 3, 91)).get(1);
        Bundle bundle = lab.bundles.author("Shrinking", GRAPH, List.of(HostileKernels.path()));
        lab.runs.start(
                RUN,
                new RunInput(
                        "shrinking",
                        null,
                        bundle.digest(),
                        "shrinking",
                        Map.of("victim", victim),
                        Purpose.ADHOC,
                        null,
                        10_000_000L));
        lab.runs.failed(RUN);
    }

    @Test
    void aJavaExceptionIsShrunkToTheRowsThatBringItAbout() throws Exception {
        Shrunk shrunk = shrinkAndRun("stumbles", "STEP_FAILED", "IllegalStateException: a leap at 20000");

        assertThat(shrunk.rows()).isEqualTo(2);
        assertThat(shrunk.segments()).hasSize(1);
        assertThat(shrunk.blanked()).containsEntry("samples", List.of("speed_mps", "east_m"));
        assertThat(shrunk.least()).isTrue();
    }

    @Test
    void anErrorOfAQueryIsShrunkToItsRow() throws Exception {
        assertThat(shrinkAndRun("casts", "SQL_INVALID", "\"casts\" (sql)").rows())
                .isEqualTo(1);
    }

    @Test
    void aCrashOfAKernelIsShrunkAndTheTestOutlivesIt() throws Exception {
        Shrunk shrunk = shrinkAndRun("crashes", "STEP_HOST_CRASHED", "was killed by SIGSEGV");

        assertThat(shrunk.rows()).isEqualTo(1);
        assertThat(shrunk.segments()).containsExactly(victim);
    }

    @Test
    void whatHasNotFailedIsSaid() {
        assertThatThrownBy(() -> failed("samples"))
                .hasMessage("Run \"" + RUN + "\" has no failed output of step \"samples\": ./odograph runs show " + RUN
                        + " lists what failed");
    }

    private Shrunk shrinkAndRun(String step, String code, String message) throws IOException, InterruptedException {
        HostSettings settings = HostSettings.of(1, lab.directory.hosts(), lab.directory.hostLogs(), HostLimits.DEFAULT);
        List<String> told = new ArrayList<>();
        Path project = directory.resolve("project");
        Shrunk shrunk;
        Path test;
        try (FailedStages.Failed failed = failed(step);
                StepHosts hosts = new StepHosts(settings, HostSandbox.probe())) {
            Path files = Files.createDirectory(directory.resolve("files"));
            shrunk = new Shrinker(hosts, failed.work(), files, Duration.ofMinutes(3), told::add)
                    .shrink(failed.code(), failed.message(), failed.segmentId());
            test = new TestWriter(project)
                    .write(new TestWriter.Origin(RUN, failed.graph(), failed.step(), failed.work()), shrunk);
        }
        assertThat(shrunk.code()).isEqualTo(ErrorCode.valueOf(code));
        assertThat(told).isNotEmpty();
        assertThat(run(test, project)).contains(code, message);
        return shrunk;
    }

    private static FailedStages.Failed failed(String step) {
        return new FailedStages(
                        lab.stores.postgres(),
                        lab.stores.datasets(),
                        new ArtifactStore(lab.directory.artifacts()),
                        new BundleShelf(lab.directory.bundleStore()),
                        lab.directory.scratch())
                .load(RUN, step, null);
    }

    /** Compiles the test beside the author's graph, runs it in a process of its own, and returns what it failed with. */
    private String run(Path test, Path project) throws IOException, InterruptedException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(GraphDefinition.class.getName()), "Shrinking");
        Path graph = directory.resolve("Shrinking.java");
        Files.writeString(graph, GRAPH);
        Bundles.compile(classes, List.of(graph));
        Bundles.compile(classes, List.of(test));
        String name = test.getFileName().toString().replace(".java", "");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dodograph.native=" + HostileKernels.path().getParent(),
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                classes.toString(),
                                project.resolve("src/test/resources").toString(),
                                System.getProperty("java.class.path")),
                        OneTest.class.getName(),
                        "shrunk." + name))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(1);
        return output;
    }
}
