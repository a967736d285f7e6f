package dev.odograph.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Keeps at least two workers going: where one is killed or stopped, another starts. */
final class Workers implements AutoCloseable {
    private static final int WANTED = 2;
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

    private final Path home;
    private final Path scratch;
    private final int points;
    private final Map<String, String> addresses;
    private final List<Worker> workers = new ArrayList<>();
    private int started;
    private boolean closed;

    private static final class Worker {
        private final Process process;
        private final WallClock clock;
        private boolean stopped;

        private Worker(Process process, WallClock clock) {
            this.process = process;
            this.clock = clock;
        }
    }

    /**
     * Workers of a stack.
     *
     * @param scratch a directory for logs and clocks that is not on the stack's disk
     * @param points port of {@link Points}
     * @param addresses variables by which a worker finds the stores
     */
    Workers(Path home, Path scratch, int points, Map<String, String> addresses) {
        this.home = home;
        this.scratch = scratch;
        this.points = points;
        this.addresses = addresses;
        // A campaign that is stopped from outside leaves none behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-workers"));
        Thread.ofPlatform().daemon().name("workers").start(this::tend);
    }

    void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        find(pid).ifPresent(worker -> worker.process.onExit().join());
    }

    /** Pauses a worker with all its threads; another starts in its place. */
    void stop(long pid) {
        signal("STOP", pid);
        synchronized (this) {
            find(pid).ifPresent(worker -> worker.stopped = true);
        }
    }

    void go(long pid) {
        signal("CONT", pid);
        synchronized (this) {
            find(pid).ifPresent(worker -> worker.stopped = false);
        }
    }

    WallClock clock(long pid) {
        return find(pid).orElseThrow().clock;
    }

    /** How many were started so far. */
    synchronized int started() {
        return started;
    }

    private synchronized Optional<Worker> find(long pid) {
        return workers.stream().filter(worker -> worker.process.pid() == pid).findFirst();
    }

    private void tend() {
        while (tendOnce()) {
            LockSupport.parkNanos(BETWEEN_STARTS.toNanos());
        }
    }

    private synchronized boolean tendOnce() {
        if (closed) {
            return false;
        }
        workers.removeIf(worker -> !worker.process.isAlive());
        long going = workers.stream().filter(worker -> !worker.stopped).count();
        for (long missing = WANTED - going; missing > 0; missing--) {
            workers.add(start());
        }
        return true;
    }

    private Worker start() {
        started++;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ChaosWorker.class.getName(),
                home.toString(),
                Integer.toString(points));
        WallClock clock = WallClock.right(scratch.resolve("clock-" + started));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("worker-" + started + ".log").toFile());
        Map<String, String> environment = new HashMap<>(addresses);
        environment.putAll(clock.environment());
        environment.put("ODOGRAPH_COMPUTE_SLOTS", "1");
        builder.environment().putAll(environment);
        try {
            return new Worker(builder.start(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String name, long pid) {
        if (!Disk.succeeds(List.of("/bin/sh", "-c", "kill -" + name + " " + pid))) {
            throw new IllegalStateException("worker " + pid + " cannot be sent SIG" + name + ": it is gone");
        }
    }

    /** Whether a process has ended or is one of those that no one waits for any more. */
    static boolean isGone(long pid) {
        return Files.notExists(Path.of("/proc", Long.toString(pid)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        workers.forEach(worker -> worker.process.destroyForcibly());
        workers.forEach(worker -> worker.process.onExit().join());
        workers.clear();
    }
}
