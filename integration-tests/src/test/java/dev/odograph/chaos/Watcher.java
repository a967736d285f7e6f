package dev.odograph.chaos;

import dev.odograph.error.OdographException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Reads a run over and over while it is disturbed: what is visible of a segment is all of it and nothing else. */
final class Watcher implements AutoCloseable {
    private static final long PAUSE_NANOS = 300_000_000;

    private final Reader reader;
    private final String runId;
    private final Map<String, Seen> expected;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long reads;

    Watcher(Reader reader, String runId, Map<String, Seen> expected) {
        this.reader = reader;
        this.runId = runId;
        this.expected = expected;
        this.thread = Thread.ofPlatform().daemon().name("watcher").start(this::watch);
    }

    private void watch() {
        while (!closed) {
            try {
                reader.bySegment(runId).forEach((segment, seen) -> {
                    if (!seen.equals(expected.get(segment))) {
                        wrong.add(segment + " showed " + seen + " instead of " + expected.get(segment));
                    }
                });
                reads++;
            } catch (OdographException e) {
                // ClickHouse is being killed.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** How often it read all. */
    long reads() {
        return reads;
    }

    /** What readers must never see, and saw. */
    List<String> wrong() {
        return wrong;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
