package dev.odograph.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The running servers of one home, supervised by this process: a part that dies is started again. Thread-safe.
 *
 * <p>Tests of other modules use {@link SharedStack}.
 */
public final class EmbeddedStack implements AutoCloseable {
    private final EmbeddedHome home;
    private final StackOptions options;
    private final HomeLock lock;
    private final Ports ports;
    private final Downloads downloads;
    private final List<PartRunner> runners = new ArrayList<>();
    private final Map<String, PartStatus> states = new LinkedHashMap<>();
    /** Ends, by an exception, when the state could not be written: who waits for the start would wait in vain. */
    private final CompletableFuture<Void> unwritten = new CompletableFuture<>();

    private boolean closed;

    private EmbeddedStack(EmbeddedHome home, StackOptions options, HomeLock lock) {
        this.home = home;
        this.options = options;
        this.lock = lock;
        this.ports = new Ports(home.portsFile(), this::log);
        this.downloads = new Downloads(options.environment(), this::log);
    }

    /**
     * Starts the parts, the servers at the same time, the extras behind them, and returns when all serve.
     *
     * @throws EmbeddedException {@code HOME_IN_USE} if another supervisor runs here; {@code DISK_FULL} or {@code
     *     HOME_UNUSABLE} if the state cannot be written; or the first part's failure; all is stopped again first
     */
    public static EmbeddedStack start(EmbeddedHome home, StackOptions options) {
        EmbeddedStack stack = prepare(home, options);
        stack.begin();
        return stack;
    }

    /** Takes the home, ends what a killed supervisor left in it, and starts nothing yet. */
    static EmbeddedStack prepare(EmbeddedHome home, StackOptions options) {
        HomeLock lock = home.lock();
        try {
            EmbeddedStack stack = new EmbeddedStack(home, options, lock);
            Orphans.end(home, stack::log);
            return stack;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Starts what the options ask for; may be cut short by {@link #close} from another thread. */
    void begin() {
        try {
            startServers(options.parts().stream().sorted().toList());
            for (ExtraPart extra : options.extras()) {
                startAll(List.of(new ExtraPartKind(home, extra)));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where the servers listen. Read it again after a restart: a port may have moved. */
    public Endpoints endpoints() {
        return Endpoints.of(status(), home.secret(), options.environment());
    }

    /** What the parts do now. */
    public StackStatus status() {
        synchronized (states) {
            return new StackStatus(
                    home.directory().toString(),
                    lock.isHeld(),
                    ProcessHandle.current().pid(),
                    new ArrayList<>(states.values()));
        }
    }

    public EmbeddedHome home() {
        return home;
    }

    /** Starts servers that do not run yet; those that do stay as they are. */
    void startServers(List<StackPart> parts) {
        List<PartKind> kinds = new ArrayList<>();
        for (StackPart part : parts) {
            if (status().find(part.partName()).isPresent()) {
                continue;
            }
            part.external(options.environment())
                    .ifPresentOrElse(address -> publish(external(part, address)), () -> kinds.add(kind(part)));
        }
        startAll(kinds);
    }

    /** Stops the extras, Temporal, ClickHouse and, as the last, PostgreSQL, each cleanly; then frees the home. */
    @Override
    public void close() {
        List<PartRunner> stopping;
        synchronized (runners) {
            closed = true;
            stopping = List.copyOf(runners);
        }
        stopping.reversed().forEach(PartRunner::stop);
        synchronized (runners) {
            if (lock.isHeld()) {
                log("stopped");
                lock.close();
            }
        }
    }

    private void startAll(List<PartKind> kinds) {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        synchronized (runners) {
            if (closed) {
                throw new EmbeddedException("STACK_STOPPED", "the stack in " + home.directory() + " was stopped");
            }
            for (PartKind kind : kinds) {
                PartRunner runner =
                        new PartRunner(home, kind, ports, options.healthInterval(), this::publish, this::log);
                runners.add(runner);
                starts.add(runner.start());
            }
        }
        try {
            CompletableFuture<Void> all = CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new));
            CompletableFuture.anyOf(unwritten, all).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EmbeddedException cause) {
                throw new EmbeddedException(cause.code(), String.valueOf(cause.getMessage()), cause);
            }
            throw e;
        }
    }

    private PartKind kind(StackPart part) {
        return switch (part) {
            case POSTGRESQL -> new PostgresPart(home, downloads, options.durable());
            case CLICKHOUSE -> new ClickHousePart(home, downloads, options);
            case TEMPORAL -> new TemporalPart(home, downloads, options.environment());
        };
    }

    private static PartStatus external(StackPart part, String address) {
        return new PartStatus(
                part.partName(),
                PartState.EXTERNAL,
                null,
                null,
                address,
                Map.of(),
                0,
                null,
                "configured by " + part.addressVariable());
    }

    private void publish(PartStatus part) {
        synchronized (states) {
            states.put(part.name(), part);
            try {
                status().write(home);
            } catch (IOException e) {
                // A stack that serves goes on without; one that starts is given up, since none can know of it.
                log("the file " + home.stateFile() + " cannot be written (" + e + "); free disk space");
                unwritten.completeExceptionally(DiskSpace.failure(home.directory(), e));
            }
        }
    }

    private void log(String line) {
        options.listener().accept(line);
        String stamped = Instant.now() + " " + line + "\n";
        try {
            Files.writeString(
                    home.log("supervisor"),
                    stamped,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // Whoever logs has work to end: a part whose thread died here would be waited for without an end.
            options.listener().accept("the log of " + home.directory() + " cannot be written (" + e + ")");
        }
    }
}
