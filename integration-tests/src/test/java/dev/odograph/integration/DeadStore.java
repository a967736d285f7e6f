package dev.odograph.integration;

import dev.odograph.embedded.PartState;
import dev.odograph.embedded.PartStatus;
import dev.odograph.embedded.SharedStack;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A ClickHouse that is down: whenever the supervisor has started it again, it is killed, until this is closed. */
final class DeadStore implements AutoCloseable {
    private static final String CLICKHOUSE = "clickhouse";

    private final AtomicInteger kills = new AtomicInteger();
    private final Thread killer =
            Thread.ofPlatform().daemon().name("dead-store").unstarted(this::kill);
    private volatile boolean over;

    private DeadStore() {}

    static DeadStore clickhouse() {
        DeadStore store = new DeadStore();
        store.killer.start();
        Runs.until("ClickHouse is dead", () -> store.kills.get() > 0);
        return store;
    }

    private void kill() {
        while (!over) {
            SharedStack.all()
                    .status()
                    .find(CLICKHOUSE)
                    .map(PartStatus::pid)
                    .flatMap(ProcessHandle::of)
                    .filter(ProcessHandle::isAlive)
                    .ifPresent(process -> {
                        if (process.destroyForcibly()) {
                            kills.incrementAndGet();
                        }
                    });
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Lets it come up, and waits until it serves. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        killer.join();
        Runs.until(
                "ClickHouse serves again",
                () -> SharedStack.all()
                        .status()
                        .find(CLICKHOUSE)
                        .filter(part -> part.state() == PartState.RUNNING && isAlive(part.pid()))
                        .isPresent());
    }

    private static boolean isAlive(@Nullable Long pid) {
        return pid != null && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
