package dev.odograph.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.step.Progress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StepHostIsolationIT {
    private static final long MIB = 1L << 20;

    @TempDir
    Path directory;

    @Test
    void aStepReachesNoNetworkNotEvenThisMachines() throws Exception {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT);
        try (StepHosts hosts = lab.hosts();
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assumeTrue(hosts.sandbox().noNetwork(), hosts.sandbox().detail());
            var bundle = lab.bundle(
                    Map.of("Connects", "new java.net.Socket(\"127.0.0.1\", %d);".formatted(server.getLocalPort())));

            assertThatThrownBy(() -> hosts.run(lab.work(bundle, "Connects", Map.of(), "s1"), Progress.NONE))
                    .hasMessageContaining("unreachable");
        }
    }

    @Test
    void aStepSeesNothingOfWhatIsHiddenAndCannotUncoverIt() throws Exception {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT);
        Path secret = Files.writeString(directory.resolve("secret"), "password");
        Path store = Files.createDirectory(directory.resolve("store"));
        Files.writeString(store.resolve("rows"), "rows");
        Path report = directory.resolve("report");
        var bundle = lab.bundle(Map.of("Digs", """
                for (String path : new String[] {"%1$s", "%2$s"}) {
                    new ProcessBuilder("umount", "-l", path).start().waitFor();
                }
                Files.writeString(Path.of(context.parameter("report").toString()),
                        Files.readString(Path.of("%1$s")) + Path.of("%2$s").toFile().list().length);
                """.formatted(secret, store)));
        HostSandbox sandbox = HostSandbox.probe().hiding(List.of(secret, store, directory.resolve("absent")));
        assumeTrue(sandbox.hides(), sandbox.detail());
        try (StepHosts hosts = lab.hosts(sandbox)) {
            hosts.run(lab.work(bundle, "Digs", Map.of("report", report.toString()), "s1"), Progress.NONE);
        }

        assertThat(report).hasContent("0");
        assertThat(secret).hasContent("password");
    }

    @Test
    void aStepFindsNoCredentialsAndNoStoreDrivers() throws Exception {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT);
        Path report = directory.resolve("report");
        var bundle = lab.bundle(Map.of("Looks", """
                StringBuilder all = new StringBuilder();
                System.getenv().keySet().stream().sorted().forEach(name -> all.append("env ").append(name).append('\\n'));
                System.getProperties().forEach((name, value) -> all.append(name + "=" + value + "\\n"));
                for (String name : new String[] {"org.postgresql.Driver", "com.clickhouse.client.api.Client",
                        "io.temporal.client.WorkflowClient", "org.jooq.DSLContext"}) {
                    try {
                        Class.forName(name, false, Graph.class.getClassLoader());
                        all.append("found ").append(name).append('\\n');
                    } catch (ClassNotFoundException e) {
                    }
                }
                Files.writeString(Path.of(context.parameter("report").toString()), all);
                """));
        String secret = "odograph.secret." + System.nanoTime();
        System.setProperty("odograph.test.secret", secret);
        try (StepHosts hosts = lab.hosts()) {
            hosts.run(lab.work(bundle, "Looks", Map.of("report", report.toString()), "s1"), Progress.NONE);
        } finally {
            System.clearProperty("odograph.test.secret");
        }

        List<String> found = Files.readAllLines(report);
        assertThat(found)
                .filteredOn(line -> line.startsWith("env "))
                .isSubsetOf(
                        "env HOME",
                        "env LC_ALL",
                        "env LD_LIBRARY_PATH",
                        "env MALLOC_ARENA_MAX",
                        "env PATH",
                        "env TMPDIR",
                        "env TZ");
        assertThat(found).noneMatch(line -> line.contains(secret) || line.startsWith("found "));
        assertThat(found).noneMatch(line -> line.contains("postgres") || line.contains("clickhouse"));
    }

    @Test
    void anAuthorSeesNothingOfOurInsides() {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT);
        var bundle = lab.bundle(Map.of("Peeks", "Class.forName(\"dev.odograph.host.StepHostMain\");"));
        try (StepHosts hosts = lab.hosts()) {
            assertThatThrownBy(() -> hosts.run(lab.work(bundle, "Peeks", Map.of(), "s1"), Progress.NONE))
                    .hasMessageContaining("ClassNotFoundException");
        }
    }

    @Test
    void memoryBeyondTheLimitEndsTheHostAndNamesTheLimit() {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT.withResidentBytes(300 * MIB));
        var bundle = lab.bundle(Map.of("Leaks", """
                while (true) {
                    java.lang.foreign.Arena.global().allocate(8 << 20).fill((byte) 1);
                    Thread.sleep(5);
                }
                """));
        try (StepHosts hosts = lab.hosts()) {
            OdographException error = catchThrowableOfType(
                    OdographException.class, () -> hosts.run(lab.work(bundle, "Leaks", Map.of(), "s1"), Progress.NONE));

            assertThat(error.code()).isEqualTo(ErrorCode.MEMORY_EXHAUSTED);
            assertThat(error.getMessage())
                    .contains("Step \"Leaks\", segment \"s1\"", "its limit is 300 MiB", "raise the step hosts' memory");
        }
    }

    @Test
    void aStepThatNeverEndsIsTimedOutWithItsSegment() {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT.withStep(Duration.ofSeconds(1)));
        var bundle = lab.bundle(Map.of("Spins", "while (System.nanoTime() != 1) { }"));
        try (StepHosts hosts = lab.hosts()) {
            OdographException error = catchThrowableOfType(
                    OdographException.class, () -> hosts.run(lab.work(bundle, "Spins", Map.of(), "s9"), Progress.NONE));

            assertThat(error.code()).isEqualTo(ErrorCode.STEP_TIMED_OUT);
            assertThat(error.getMessage()).contains("Step \"Spins\", segment \"s9\"", "limit of 1 s");
        }
    }

    @Test
    void aWildPointerIsReportedWithItsSignalAndCrashReport() throws Exception {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT);
        var bundle = lab.bundle(Map.of("Pokes", """
                var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                field.setAccessible(true);
                ((sun.misc.Unsafe) field.get(null)).putLong(8L, 1L);
                """, "Works", "out.emit(null);"));
        try (StepHosts hosts = lab.hosts()) {
            OdographException error = catchThrowableOfType(
                    OdographException.class,
                    () -> hosts.run(lab.work(bundle, "Pokes", Map.of(), "s1", "s2"), Progress.NONE));

            assertThat(error.code()).isEqualTo(ErrorCode.STEP_HOST_CRASHED);
            assertThat(error.getMessage())
                    .contains("Step \"Pokes\", segment \"s1\"", "SIGSEGV", "crash report", "this attempt of");
            assertThat(hosts.run(lab.work(bundle, "Works", Map.of(), "s1"), Progress.NONE)
                            .digest()
                            .rows())
                    .isEqualTo(1);
        }
    }

    @Test
    void anIdleHostIsRetired() throws Exception {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT.withIdle(Duration.ofMillis(100)));
        var bundle = lab.bundle(Map.of("Works", ""));
        try (StepHosts hosts = lab.hosts()) {
            long pid = hosts.run(lab.work(bundle, "Works", Map.of(), "s1"), Progress.NONE)
                    .digest()
                    .sum();

            ProcessHandle.of(pid)
                    .ifPresent(host ->
                            host.onExit().orTimeout(10, TimeUnit.SECONDS).join());
            assertThat(ProcessHandle.of(pid)).isEmpty();
        }
    }

    @Test
    void aHostAndItsChildrenEndWithTheirWorker() throws Exception {
        HostLab lab = new HostLab(directory, 1, HostLimits.DEFAULT);
        assumeTrue(HostSandbox.probe().ownGroup());
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShortLivedWorker.class.getName(),
                        lab.directory.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null && !line.startsWith("pids ")) {
                line = said.readLine();
            }
            assertThat(line).as("the worker's hosts").isNotNull();
            List<ProcessHandle> orphans = java.util.stream.Stream.of(
                            line.substring(5).split(" "))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            worker.destroyForcibly();

            assertThat(orphans)
                    .hasSize(2)
                    .allSatisfy(orphan ->
                            orphan.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        }
    }
}
