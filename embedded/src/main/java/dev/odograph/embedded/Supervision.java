package dev.odograph.embedded;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts and stops the supervisor as a process of its own: what {@code up} and {@code down} do. */
public final class Supervision {
    private static final Duration POLL = Duration.ofMillis(50);

    private Supervision() {}

    /**
     * Makes sure that a supervisor runs and all its parts serve. Where one runs already, it is left as it is, with the
     * extras it has.
     *
     * @param extras further programs, for a supervisor that this call starts
     * @param environment variables for the supervisor beside those of this process
     * @param timeout for all, downloads included
     * @param progress gets the supervisor's lines while this call waits
     * @throws EmbeddedException {@code DISK_FULL} or {@code HOME_UNUSABLE}, and nothing was started; {@code
     *     STACK_NOT_STARTED} with the supervisor's own words; or {@code STACK_START_TIMEOUT}
     */
    public static StackStatus up(
            EmbeddedHome home,
            List<ExtraPart> extras,
            Map<String, String> environment,
            Duration timeout,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Path console = home.log("supervisor-console");
        if (home.isRunning()) {
            progress.accept("the stack runs already in " + home.directory());
            return awaitServing(home, deadline);
        }
        DiskSpace.require(home.directory());
        Process supervisor = launch(home, extras, environment, console);
        int said = 0;
        while (System.nanoTime() < deadline) {
            List<String> lines = Files.readAllLines(console, StandardCharsets.UTF_8);
            lines.subList(Math.min(said, lines.size()), lines.size()).forEach(progress);
            said = lines.size();
            if (!supervisor.isAlive()) {
                if (home.isRunning()) {
                    return awaitServing(home, deadline);
                }
                throw notStarted(home, supervisor.exitValue(), lines);
            }
            StackStatus status = StackStatus.load(home);
            if (status.isServing(3 + extras.size())) {
                return status;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        throw timedOut(home);
    }

    /**
     * Stops the supervisor of a home, which stops its parts cleanly; harmless where none runs.
     *
     * @return whether one ran
     * @throws EmbeddedException {@code STACK_STOP_TIMEOUT} if it did not end in that time
     */
    public static boolean down(EmbeddedHome home, Duration timeout) throws InterruptedException {
        StackStatus status = StackStatus.load(home);
        Long pid = status.supervisorPid();
        if (!status.running() || pid == null) {
            return false;
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (home.isRunning()) {
            if (System.nanoTime() > deadline) {
                throw new EmbeddedException(
                        "STACK_STOP_TIMEOUT",
                        "the supervisor (pid " + pid + ") did not stop within " + timeout.toSeconds() + " s; see "
                                + home.log("supervisor"));
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        return true;
    }

    private static StackStatus awaitServing(EmbeddedHome home, long deadline) throws InterruptedException {
        while (System.nanoTime() < deadline) {
            StackStatus status = StackStatus.load(home);
            if (status.isServing(StackPart.values().length)) {
                return status;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        throw timedOut(home);
    }

    private static EmbeddedException notStarted(EmbeddedHome home, int exitCode, List<String> lines) {
        String words = String.join("\n", lines);
        return exitCode == SupervisorMain.DISK_FULL
                ? new EmbeddedException(
                        "DISK_FULL",
                        "the disk of the data directory " + home.directory() + " became full while the stack started;"
                                + " free disk space, or choose another disk by --home or ODOGRAPH_HOME. " + words)
                : new EmbeddedException("STACK_NOT_STARTED", words);
    }

    private static EmbeddedException timedOut(EmbeddedHome home) {
        return new EmbeddedException(
                "STACK_START_TIMEOUT",
                "the stack in " + home.directory() + " does not serve yet: "
                        + StackStatus.load(home).parts().stream()
                                .map(part -> part.name() + " " + part.state() + " " + part.detail())
                                .toList()
                        + "; see " + home.logs());
    }

    private static Process launch(
            EmbeddedHome home, List<ExtraPart> extras, Map<String, String> environment, Path console)
            throws IOException {
        Path extrasFile = home.directory().resolve("extras.json");
        EmbeddedHome.writeAtomically(extrasFile, JsonMapper.builder().build().writeValueAsBytes(extras));
        List<String> command = new ArrayList<>();
        if (Commands.find("setsid", System.getenv()).isPresent()) {
            // A session of its own: Ctrl-C in this terminal does not reach it.
            command.add("setsid");
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ClassPath.ofSupervisor(),
                SupervisorMain.class.getName(),
                home.directory().toString(),
                extrasFile.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(console.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
