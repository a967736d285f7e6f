package dev.odograph.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.step.Progress;
import dev.odograph.step.StageWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StepHostsIT {
    private static final Map<String, String> STEPS = Map.of(
            "Emits", "out.emit(new Row(context.segmentId()));",
            "Sleeps", "if (context.segmentId().equals(\"s2\")) Thread.sleep(60_000);",
            "Spins", "while (System.nanoTime() != 1) { }",
            "Exits", "System.exit(3);",
            "Throws", "throw new IllegalStateException(\"no gap\");",
            "Prints", "System.out.println(\"the author was here\");",
            "Hoards", "List<long[]> all = new ArrayList<>(); while (true) all.add(new long[1 << 20]);",
            "Whole", "if (!(context.parameter(\"n\") instanceof Long)) throw new Exception(\"not a Long\");");

    @TempDir
    Path directory;

    private HostLab lab;
    private StepHosts hosts;
    private Bundle bundle;

    @BeforeEach
    void startPool() {
        lab = new HostLab(directory, 2, HostLimits.DEFAULT);
        hosts = lab.hosts();
        bundle = lab.bundle(STEPS);
    }

    @AfterEach
    void stopPool() {
        hosts.close();
    }

    private StageWork work(String step, String... segments) {
        return lab.work(bundle, step, Map.of(), segments);
    }

    private long pidOf(Bundle of) {
        return hosts.run(lab.work(of, "Emits", Map.of(), "s1"), Progress.NONE)
                .digest()
                .sum();
    }

    private OdographException failureOf(StageWork work, Progress progress) {
        return catchThrowableOfType(OdographException.class, () -> hosts.run(work, progress));
    }

    @Test
    void aWarmHostTakesTheNextTask() {
        assertThat(hosts.run(work("Emits", "s1", "s2"), Progress.NONE).digest().rows())
                .isEqualTo(2);
        long first = pidOf(bundle);

        assertThat(pidOf(bundle))
                .isEqualTo(first)
                .isNotEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void aHostThatIsKeptReadyTakesTheFirstTaskOfABundleAndIsReplaced() {
        hosts.keepReady(1);
        Set<Long> ready = awaitReady();

        assertThat(ready).contains(pidOf(bundle));
        assertThat(awaitReady()).doesNotContain(pidOf(bundle));
    }

    private Set<Long> awaitReady() {
        while (hosts.ready().isEmpty()) {
            Thread.onSpinWait();
        }
        return hosts.ready();
    }

    @Test
    void aKilledHostCostsOneAttemptAndTheErrorNamesSignalStepAndSegment() throws Exception {
        long first = pidOf(bundle);
        Watch watch = new Watch("s2");
        CompletableFuture<OdographException> failure =
                CompletableFuture.supplyAsync(() -> failureOf(work("Sleeps", "s1", "s2"), watch));
        watch.awaitReached();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        OdographException error = failure.get(10, TimeUnit.SECONDS);
        assertThat(error.code()).isEqualTo(ErrorCode.STEP_HOST_CRASHED);
        assertThat(error.getMessage())
                .startsWith("Step \"Sleeps\", segment \"s2\": the step host (pid " + first + ") was killed by SIGKILL");
        assertThat(pidOf(bundle)).isNotEqualTo(first);
    }

    @Test
    void aStepThatExitsIsACrashThatSaysSo() {
        OdographException error = failureOf(work("Exits", "s7"), Progress.NONE);

        assertThat(error.code()).isEqualTo(ErrorCode.STEP_HOST_CRASHED);
        assertThat(error.getMessage())
                .contains("Step \"Exits\", segment \"s7\"", "exited with status 3", "System.exit");
    }

    @Test
    void aStepThatThrowsKeepsItsHost() {
        long first = pidOf(bundle);

        assertThatThrownBy(() -> hosts.run(work("Throws", "s1"), Progress.NONE)).hasMessageContaining("no gap");
        assertThat(pidOf(bundle)).isEqualTo(first);
    }

    @Test
    void aFullJavaHeapIsReportedAsMemoryAndTheHostReplaced() {
        long first = pidOf(bundle);
        OdographException error = failureOf(work("Hoards", "s3"), Progress.NONE);

        assertThat(error.code()).isEqualTo(ErrorCode.MEMORY_EXHAUSTED);
        assertThat(error.getMessage()).contains("Step \"Hoards\", segment \"s3\"", "heap");
        assertThat(pidOf(bundle)).isNotEqualTo(first);
    }

    @Test
    void aSpinningStepIsCancelledWithinSeconds() throws Exception {
        Watch watch = new Watch("s1");
        CompletableFuture<OdographException> failure =
                CompletableFuture.supplyAsync(() -> failureOf(work("Spins", "s1"), watch));
        watch.awaitReached();
        long start = System.nanoTime();
        watch.cancelled = true;

        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.RUN_CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(pidOf(bundle)).isPositive();
    }

    @Test
    void bundlesSideBySideHaveHostsOfTheirOwn() {
        Bundle other = lab.bundle(Map.of("Emits", "out.emit(null); out.emit(null);"));
        long first = pidOf(bundle);

        assertThat(hosts.run(lab.work(other, "Emits", Map.of(), "s1"), Progress.NONE)
                        .digest()
                        .rows())
                .isEqualTo(2);
        assertThat(pidOf(other)).isNotEqualTo(first);
        assertThat(pidOf(bundle)).isEqualTo(first);
    }

    @Test
    void aThirdBundleTakesThePlaceOfTheOneIdleLongest() {
        long first = pidOf(bundle);
        pidOf(lab.bundle(Map.of("Emits", "out.emit(null);")));
        pidOf(lab.bundle(Map.of("Emits", "")));

        assertThat(ProcessHandle.of(first)).isEmpty();
        assertThat(pidOf(bundle)).isNotEqualTo(first);
    }

    @Test
    void whatTheAuthorPrintsIsInTheLog() throws Exception {
        long pid = hosts.run(work("Prints", "s1"), Progress.NONE).digest().sum();
        hosts.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        try (var logs = Files.list(lab.settings.logs())) {
            assertThat(logs.map(StepHostsIT::text).toList()).anyMatch(text -> text.contains("the author was here"));
        }
        try (var left = Files.list(lab.settings.work())) {
            assertThat(left.map(file -> file.getFileName().toString()).toList())
                    .noneMatch(name -> name.startsWith("step-host"));
        }
    }

    @Test
    void wholeParametersArriveAsLongs() {
        assertThat(hosts.run(lab.work(bundle, "Whole", Map.of("n", 7L), "s1"), Progress.NONE)
                        .files())
                .isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
