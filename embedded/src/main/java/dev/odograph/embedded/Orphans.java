package dev.odograph.embedded;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Ends processes that a supervisor left behind when it was killed itself. */
final class Orphans {
    private static final long CLOCK_TOLERANCE_MS = 2_000;

    private Orphans() {}

    /** Ends what the written state names, where it is still the same process; the lock must be held. */
    static void end(EmbeddedHome home, Consumer<String> log) {
        StackStatus.read(home)
                .ifPresent(state -> state.parts()
                        .forEach(part -> find(part).ifPresent(handle -> {
                            log.accept(part.name() + " (pid " + handle.pid()
                                    + ") was left by a killed supervisor: ending it");
                            handle.destroy();
                            if (!ends(handle, 5)) {
                                handle.destroyForcibly();
                                ends(handle, 5);
                            }
                        })));
    }

    static long startedMs(ProcessHandle handle) {
        return handle.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }

    private static Optional<ProcessHandle> find(PartStatus part) {
        Long pid = part.pid();
        Long started = part.pidStartedMs();
        if (pid == null || started == null) {
            return Optional.empty();
        }
        return ProcessHandle.of(pid)
                .filter(handle -> handle.isAlive() && Math.abs(startedMs(handle) - started) < CLOCK_TOLERANCE_MS);
    }

    private static boolean ends(ProcessHandle handle, long seconds) {
        try {
            handle.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for pid " + handle.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
