package dev.odograph.chaos;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Reads a run over and over while it is disturbed: what is visible of a segment is all of it and nothing else. */
final class Watcher implements AutoCloseable {
    private static final long PAUSE_NANOS = 300_000_000;
    /** What a read may meet while ClickHouse is being killed or has no disk; rows that cannot be read are neither. */
    private static final Set<ErrorCode> STRUCK = Set.of(ErrorCode.CLICKHOUSE_UNAVAILABLE, ErrorCode.DISK_FULL);

    private final Reader reader;
    private final String runId;
    private final Map<String, Seen> expected;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long reads;
    private volatile long parts;

    Watcher(Reader reader, String runId, Map<String, Seen> expected) {
        this.reader = reader;
        this.runId = runId;
        this.expected = expected;
        this.thread = Thread.ofPlatform().daemon().name("watcher").start(this::watch);
    }

    private void watch() {
        while (!closed) {
            try {
                Map<String, Seen> visible = reader.bySegment(runId);
                visible.forEach((segment, seen) -> {
                    if (!seen.equals(expected.get(segment))) {
                        wrong.add(segment + " showed " + seen + " instead of " + expected.get(segment));
                    }
                });
                reads++;
                if (!visible.isEmpty() && visible.size() < expected.size()) {
                    parts++;
                }
            } catch (OdographException e) {
                if (!STRUCK.contains(e.code())) {
                    wrong.add("a read failed: " + e.getMessage());
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** How often it read all. */
    long reads() {
        return reads;
    }

    /** How often of them it saw some of the run's rows and not all. */
    long parts() {
        return parts;
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
