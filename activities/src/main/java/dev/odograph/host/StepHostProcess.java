package dev.odograph.host;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step-host process as the worker sees it. Used by one thread at a time. */
final class StepHostProcess {
    private static final Logger LOG = LoggerFactory.getLogger(StepHostProcess.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    private final Process process;
    private final HostFiles files;
    private final HostSandbox sandbox;
    private final FrameChannel channel;
    private final BlockingQueue<Optional<HostFrame>> inbox = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    private StepHostProcess(Process process, HostFiles files, HostSandbox sandbox, FrameChannel channel) {
        this.process = process;
        this.files = files;
        this.sandbox = sandbox;
        this.channel = channel;
        Thread.ofVirtual().name("step-host-" + process.pid()).start(this::listen);
    }

    /** Starts a host and waits until it is connected. */
    static StepHostProcess start(HostSettings settings, HostSandbox sandbox, long number) {
        HostFiles files = null;
        Process process = null;
        boolean up = false;
        try {
            files = HostFiles.create(settings, number);
            FrameChannel channel;
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(files.socket()));
                process = HostCommand.of(settings, sandbox, files).start();
                channel = new FrameChannel(
                        accept(server, process, settings.limits().start(), files.log()));
            }
            HostFrame first = channel.receive().orElseThrow(() -> new IOException("it closed the conversation"));
            if (!(first instanceof HostFrame.Hello hello)
                    || hello.protocol() != HostFrame.PROTOCOL
                    || hello.pid() != process.pid()) {
                throw new IOException("it answered " + first + " where pid " + process.pid() + " was expected");
            }
            up = true;
            return new StepHostProcess(process, files, sandbox, channel);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.STEP_HOST_CRASHED,
                    "A step host did not start: " + e.getMessage() + "; see the logs in " + settings.logs(),
                    e);
        } finally {
            if (!up) {
                discard(process, files, sandbox);
            }
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, Process process, Duration limit, Path log)
            throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (Selector selector = Selector.open()) {
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (System.nanoTime() < deadline) {
                selector.select(50);
                SocketChannel socket = server.accept();
                if (socket != null) {
                    socket.configureBlocking(true);
                    return socket;
                }
                if (!process.isAlive()) {
                    throw new IOException("it exited with status " + process.exitValue() + ": " + LastWords.of(log));
                }
            }
        }
        throw new IOException("it was not up after " + limit.toSeconds() + " s");
    }

    private void listen() {
        try {
            for (Optional<HostFrame> next = channel.receive(); next.isPresent(); next = channel.receive()) {
                inbox.add(next);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Step host {} stopped talking", process.pid(), e);
        }
        closed = true;
        inbox.add(Optional.empty());
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return files.log();
    }

    /** Whether it can take a task. */
    boolean alive() {
        return !closed && process.isAlive();
    }

    void send(HostFrame frame) throws IOException {
        channel.send(frame);
    }

    /**
     * Waits for what it says next.
     *
     * @return null after {@code limit} without a word; empty when it is gone
     */
    @org.jspecify.annotations.Nullable
    Optional<HostFrame> poll(Duration limit) throws InterruptedException {
        return inbox.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why it ended; waits a moment for the end, and brings it about where only the conversation ended. */
    HostExit exit() {
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
            return HostExit.of(process.waitFor(), files.crashReport());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            return new HostExit(ErrorCode.STEP_HOST_CRASHED, "was stopped with its worker");
        }
    }

    /** Where to read on: the JVM's crash report if there is one, and the log. */
    String traces() {
        String report =
                java.nio.file.Files.exists(files.crashReport()) ? "crash report " + files.crashReport() + ", " : "";
        String words = LastWords.of(files.log());
        return report + "log " + files.log() + (words.isEmpty() ? "" : " (its end: " + words + ")");
    }

    /** Ends a host that has no task: closing the conversation is its sign to leave. */
    void stop() {
        try {
            channel.close();
            process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            LOG.debug("Step host {} is gone already", pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Ends it at once, with everything it started. */
    void kill() {
        discard(process, files, sandbox);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The conversation with step host {} is closed already", pid(), e);
        }
    }

    private static void discard(
            @org.jspecify.annotations.Nullable Process process,
            @org.jspecify.annotations.Nullable HostFiles files,
            HostSandbox sandbox) {
        try {
            if (process != null) {
                if (sandbox.ownGroup()) {
                    ProcessGroup.kill(process.pid());
                } else {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                }
                process.destroyForcibly().waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (files != null) {
                files.remove();
            }
        } catch (IOException e) {
            LOG.warn("Files of a step host stay behind: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
