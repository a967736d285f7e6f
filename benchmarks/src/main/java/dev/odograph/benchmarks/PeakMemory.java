package dev.odograph.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Peak resident memory of the worker and the step hosts of one stack, as Linux counts it: VmHWM of every such process,
 * looked at five times a second, since hosts come and go. The peak itself is the kernel's and misses nothing while the
 * process lives.
 */
final class PeakMemory implements AutoCloseable {
    private static final long EVERY_MS = 200;

    private final Path home;
    private final Map<String, Long> peaks = new TreeMap<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;

    private PeakMemory(Path home) {
        this.home = home;
        this.thread = Thread.ofPlatform().daemon().name("peak memory").start(this::watch);
    }

    /** Watches the processes of the stack in {@code home} until this is closed. */
    static PeakMemory watch(Path home) {
        return new PeakMemory(home);
    }

    /** Greatest peak of one process in KiB, by "worker" and "step host". */
    synchronized Map<String, Long> peaks() {
        return Map.copyOf(peaks);
    }

    private void watch() {
        try {
            do {
                look();
            } while (!done.await(EVERY_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path ->
                            Character.isDigit(path.getFileName().toString().charAt(0)))
                    .toList()) {
                look(process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look(Path process) throws IOException {
        try {
            String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            String role = role(process, command);
            if (role.isEmpty()) {
                return;
            }
            for (String line : Files.readAllLines(process.resolve("status"))) {
                if (line.startsWith("VmHWM:")) {
                    note(role, Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        } catch (NoSuchFileException e) {
            return; // it ended meanwhile
        } catch (IOException e) {
            if (Files.exists(process)) {
                throw e;
            }
        }
    }

    private String role(Path process, String command) throws IOException {
        if (command.contains("step-host-") && command.contains(home.toString())) {
            return "step host";
        }
        if (!command.contains("quarkus-run.jar")) {
            return "";
        }
        String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        return List.of(environment.split("\0")).contains("ODOGRAPH_HOME=" + home) ? "worker" : "";
    }

    private synchronized void note(String role, long kib) {
        peaks.merge(role, kib, Math::max);
    }

    @Override
    public void close() throws InterruptedException {
        done.countDown();
        thread.join();
    }
}
