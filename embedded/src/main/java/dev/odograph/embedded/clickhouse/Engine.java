package dev.odograph.embedded.clickhouse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The running engine. Each statement gets a connection of its own (0.5 ms), so no setting, parameter or database leaks
 * from one request into the next; a fixed number of statements run at once, and kills have a slot of their own.
 */
final class Engine implements AutoCloseable {
    private static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;

    private final LibChdb library;
    private final Path data;
    private final MemorySegment keeper;
    private final Semaphore slots;
    private final int slotCount;
    private final Semaphore controlSlots = new Semaphore(2);

    /**
     * @param slots how many statements run at once
     * @param memoryBytes what the engine may allocate before statements fail with MEMORY_LIMIT_EXCEEDED
     */
    Engine(LibChdb library, Path data, int slots, long memoryBytes) {
        this.library = library;
        this.data = data;
        this.slotCount = slots;
        this.slots = new Semaphore(slots, true);
        // The last open connection shuts the engine down when it closes, so this one stays.
        this.keeper = connect(List.of("--max_server_memory_usage=" + memoryBytes));
    }

    /**
     * Prepares a connection for the statement.
     *
     * @throws EngineException if no slot becomes free in time, or a setting or the database is refused
     */
    EngineSession open(Statement statement, boolean control) throws InterruptedException {
        Semaphore used = control ? controlSlots : slots;
        if (!used.tryAcquire(10, TimeUnit.MINUTES)) {
            throw new EngineException(
                    TOO_MANY_SIMULTANEOUS_QUERIES,
                    "Code: 202. DB::Exception: Too many simultaneous queries: " + slotCount
                            + " run already, and none ended within 10 minutes. (TOO_MANY_SIMULTANEOUS_QUERIES)");
        }
        MemorySegment pointer = MemorySegment.NULL;
        try {
            pointer = connect(List.of());
            MemorySegment opened = pointer;
            EngineSession session = new EngineSession(library, connection(opened), statement, () -> {
                library.close(opened);
                used.release();
            });
            session.prepare();
            return session;
        } catch (RuntimeException e) {
            if (!pointer.equals(MemorySegment.NULL)) {
                library.close(pointer);
            }
            used.release();
            throw e;
        }
    }

    /** Waits until every statement has ended; false if some still run after that time. */
    boolean awaitIdle(long timeout, TimeUnit unit) throws InterruptedException {
        return slots.tryAcquire(slotCount, timeout, unit);
    }

    /** Asks every running statement to stop. */
    void killAll() throws InterruptedException {
        Statement kill = new Statement("shutdown", "KILL QUERY WHERE 1 ASYNC", "Null", "", Map.of(), Map.of(), 0);
        try (EngineSession session = open(kill, true)) {
            session.execute();
        }
    }

    @Override
    public void close() {
        library.close(keeper);
    }

    private MemorySegment connect(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("clickhouse", "--path=" + data));
        arguments.addAll(options);
        MemorySegment pointer = library.connect(arguments);
        if (pointer.equals(MemorySegment.NULL)) {
            throw new EngineException(
                    1000,
                    "Code: 1000. DB::Exception: the engine cannot open the directory " + data
                            + "; look whether another process uses it, and whether the disk is full");
        }
        return pointer;
    }

    private static MemorySegment connection(MemorySegment pointer) {
        return pointer.reinterpret(ValueLayout.ADDRESS.byteSize()).get(ValueLayout.ADDRESS, 0);
    }
}
