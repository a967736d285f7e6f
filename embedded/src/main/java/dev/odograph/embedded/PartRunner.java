package dev.odograph.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps one part running on a thread of its own: starts it, asks for its health, starts it again when it dies. */
final class PartRunner {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(40);
    private static final int FIRST_STARTS = 3;
    private static final int UNHEALTHY_LIMIT = 3;
    private static final long MAX_LOG_BYTES = 20L * 1024 * 1024;

    private final EmbeddedHome home;
    private final PartKind kind;
    private final Ports ports;
    private final Duration healthInterval;
    private final Consumer<PartStatus> publish;
    private final Consumer<String> log;
    private final CompletableFuture<Void> firstRunning = new CompletableFuture<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Thread thread;

    private @Nullable Launch launch;
    private @Nullable Process process;
    private @Nullable String lastExit;
    private int restarts;

    PartRunner(
            EmbeddedHome home,
            PartKind kind,
            Ports ports,
            Duration healthInterval,
            Consumer<PartStatus> publish,
            Consumer<String> log) {
        this.home = home;
        this.kind = kind;
        this.ports = ports;
        this.healthInterval = healthInterval;
        this.publish = publish;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("part-" + kind.name()).unstarted(this::run);
    }

    String name() {
        return kind.name();
    }

    /** Starts; the future ends when the part serves, or has failed for good. */
    CompletableFuture<Void> start() {
        thread.start();
        return firstRunning;
    }

    /** Stops the part and waits for its end. */
    void stop() {
        stopRequested.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            publish(PartState.STARTING, "");
            kind.prepare();
            Backoff backoff = new Backoff();
            boolean ran = false;
            for (int attempt = 1; !isStopping(); attempt++) {
                String end = startAndWatch(backoff);
                ran |= firstRunning.isDone();
                if (isStopping()) {
                    break;
                }
                if (!ran && attempt >= FIRST_STARTS) {
                    throw new EmbeddedException("PART_FAILED", kind.name() + " " + end + logTail());
                }
                Duration pause = backoff.next();
                if (ran) {
                    restarts++;
                }
                String said = kind.name() + " " + end + "; starting it again in " + pause.toMillis() + " ms";
                log.accept(said);
                publish(PartState.RESTARTING, said);
                sleep(pause);
            }
            publish(PartState.STOPPED, "");
            firstRunning.completeExceptionally(
                    new EmbeddedException("STACK_STOPPED", kind.name() + " was stopped before it ran"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(PartState.STOPPED, new EmbeddedException("STACK_STOPPED", kind.name() + " was interrupted", e));
        } catch (EmbeddedException e) {
            end(PartState.FAILED, e);
        } catch (IOException | RuntimeException e) {
            end(
                    PartState.FAILED,
                    new EmbeddedException("PART_FAILED", kind.name() + " cannot be started: " + e + logTail(), e));
        }
    }

    private void end(PartState state, EmbeddedException e) {
        String message = String.valueOf(e.getMessage());
        log.accept(message);
        publish(state, message);
        firstRunning.completeExceptionally(e);
    }

    /** One life of the process; says how it ended. */
    private String startAndWatch(Backoff backoff) throws IOException, InterruptedException {
        Launch started = kind.launch(ports);
        launch = started;
        Process child = start(started);
        process = child;
        try {
            publish(PartState.STARTING, "");
            if (!awaitHealthy(child, started)) {
                if (child.isAlive() && !isStopping()) {
                    kill(child);
                    return "did not answer within " + START_PATIENCE.toSeconds() + " s of its start";
                }
                return isStopping() ? "" : exit(child);
            }
            kind.onHealthy(started);
            publish(PartState.RUNNING, "");
            log.accept(kind.name() + " runs at " + started.address() + ", pid " + child.pid());
            firstRunning.complete(null);
            backoff.ran();
            return watch(child, started);
        } finally {
            if (child.isAlive()) {
                shutDown(child, started);
            }
            process = null;
        }
    }

    private String watch(Process child, Launch started) throws InterruptedException {
        int unhealthy = 0;
        while (!isStopping()) {
            awaitChange(child);
            if (!child.isAlive()) {
                return exit(child);
            }
            if (isStopping()) {
                break;
            }
            unhealthy = isHealthy(started) ? 0 : unhealthy + 1;
            if (unhealthy >= UNHEALTHY_LIMIT) {
                kill(child);
                lastExit = "killed: it did not answer " + UNHEALTHY_LIMIT + " health checks";
                return "did not answer " + UNHEALTHY_LIMIT + " health checks in a row and was killed";
            }
        }
        return "";
    }

    /** Waits for the next health check, the end of the process or the wish to stop. */
    private void awaitChange(Process child) throws InterruptedException {
        long deadline = System.nanoTime() + healthInterval.toNanos();
        while (child.isAlive() && !isStopping() && System.nanoTime() < deadline) {
            sleep(POLL);
        }
    }

    private boolean awaitHealthy(Process child, Launch started) throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (child.isAlive() && !isStopping() && System.nanoTime() < deadline) {
            if (isHealthy(started)) {
                return child.isAlive();
            }
            sleep(POLL);
        }
        return false;
    }

    private boolean isHealthy(Launch started) throws InterruptedException {
        try {
            return kind.isHealthy(started);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false;
        }
    }

    private Process start(Launch started) throws IOException {
        Path file = home.log(kind.name());
        if (Files.exists(file) && Files.size(file) > MAX_LOG_BYTES) {
            Files.move(file, file.resolveSibling(kind.name() + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(started.command())
                .directory(Files.createDirectories(home.data(kind.name())).toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
        builder.environment().putAll(started.environment());
        return builder.start();
    }

    private void shutDown(Process child, Launch started) throws InterruptedException, IOException {
        Commands.run(
                Map.of(),
                Duration.ofSeconds(5),
                List.of("/bin/sh", "-c", "kill -" + started.stopSignal() + " " + child.pid()));
        if (!child.waitFor(started.stopPatience().toMillis(), TimeUnit.MILLISECONDS)) {
            log.accept(kind.name() + " did not end within "
                    + started.stopPatience().toSeconds() + " s: killing it");
            kill(child);
        }
    }

    private static void kill(Process child) throws InterruptedException {
        child.destroyForcibly().waitFor();
    }

    private String exit(Process child) throws InterruptedException {
        int code = child.waitFor();
        String how = code > 128 ? "was killed by signal " + (code - 128) : "ended with exit code " + code;
        lastExit = how;
        return how;
    }

    private String logTail() {
        Path file = home.log(kind.name());
        try {
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            return text.isBlank() ? "" : "; its log " + file + " ends:\n" + Commands.lastLines(text, 8);
        } catch (IOException e) {
            return "; its log " + file + " cannot be read";
        }
    }

    private void publish(PartState state, String detail) {
        Process started = process;
        ProcessHandle child = started == null || !started.isAlive() ? null : started.toHandle();
        publish.accept(new PartStatus(
                kind.name(),
                state,
                child == null ? null : child.pid(),
                child == null ? null : Orphans.startedMs(child),
                launch == null ? null : launch.address(),
                launch == null ? Map.of() : launch.ports(),
                restarts,
                lastExit,
                detail));
    }

    private boolean isStopping() {
        return stopRequested.getCount() == 0;
    }

    private void sleep(Duration pause) throws InterruptedException {
        stopRequested.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
