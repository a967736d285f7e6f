package dev.odograph.chaos;

import dev.odograph.batch.CommitPoint;
import dev.odograph.batch.WriteSweeper;
import dev.odograph.chaos.Fault.AtPoint;
import dev.odograph.chaos.Fault.AtPointOn;
import dev.odograph.chaos.Fault.InRequest;
import dev.odograph.chaos.Fault.InStep;
import dev.odograph.chaos.Points.Held;
import dev.odograph.chaos.Points.Hit;
import dev.odograph.store.lineage.PostgresWriteLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Waits for work in the state that a fault wants, and strikes. */
final class Injector {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** How long the disk stays full at least, and how long for someone to be refused space. */
    private static final Duration FULL = Duration.ofSeconds(3);

    private static final Duration FULL_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STALLED = Duration.ofSeconds(4);
    /** A zombie whose work no one took over in this time fails the campaign. */
    private static final Duration TAKEOVER = Duration.ofMinutes(10);

    private static final Duration AFTERMATH = Duration.ofSeconds(10);
    private static final List<String> JUMPS = List.of("+3h", "-2h", "+30d", "-1d");

    private final ChaosStack stack;
    private final Random random;

    /** An injector whose remaining choices, such as how far a clock jumps, the seed decides. */
    Injector(ChaosStack stack, long seed) {
        this.stack = stack;
        this.random = new Random(seed);
    }

    /** Strikes once; empty where the run ended before work was in that state. */
    Optional<Strike> strike(Fault fault, ChaosRun run) throws InterruptedException {
        return switch (fault.trigger()) {
            case AtPoint at -> atPoint(fault, at.point(), run);
            case AtPointOn at -> atPoint(fault, at.point(), run);
            case InStep in -> inStep(fault, run);
            case InRequest in -> inRequest(fault, in.store(), run);
        };
    }

    private Optional<Strike> atPoint(Fault fault, CommitPoint point, ChaosRun run) throws InterruptedException {
        stack.points.set(point);
        try {
            if (!cameTrue(() -> stack.points.caught().isPresent(), run)) {
                return Optional.empty();
            }
            Held held = stack.points.caught().orElseThrow();
            return strikeHeld(fault, held, run);
        } finally {
            stack.points.unset();
        }
    }

    private Optional<Strike> strikeHeld(Fault fault, Held held, ChaosRun run) throws InterruptedException {
        Hit hit = held.hit();
        String detail = "worker " + hit.pid() + ", write " + hit.writeNo();
        switch (fault.kind()) {
            case KILL_WORKER -> stack.workers.kill(hit.pid());
            case KILL_CLICKHOUSE -> stack.kill(Store.CLICKHOUSE);
            case KILL_POSTGRESQL -> stack.kill(Store.POSTGRESQL);
            case KILL_TEMPORAL -> stack.kill(Store.TEMPORAL);
            case RESET_CONNECTIONS -> detail += ", " + stack.proxy(on(fault)).reset() + " connections to " + on(fault);
            case STALL -> stack.proxy(on(fault)).stall(STALLED);
            case FILL_DISK -> {
                int before = stack.refusedSpace();
                long filled = System.nanoTime();
                boolean met;
                try {
                    stack.disk.fill();
                    held.release();
                    met = until(() -> stack.refusedSpace() > before || run.succeeded(), FULL_PATIENCE)
                            && stack.refusedSpace() > before;
                    detail += ", met after "
                            + Duration.ofNanos(System.nanoTime() - filled).toMillis() + " ms";
                    LockSupport.parkNanos(filled + FULL.toNanos() - System.nanoTime());
                } finally {
                    stack.disk.free();
                }
                if (!met) {
                    return Optional.empty();
                }
            }
            case SKEW_CLOCK -> {
                String by = JUMPS.get(random.nextInt(JUMPS.size()));
                stack.workers.clock(hit.pid()).jump(by);
                detail += ", " + by;
                Thread.sleep(WallClock.CACHED_MILLIS + 100);
            }
            case ZOMBIE -> {
                boolean sweep = random.nextBoolean();
                stack.workers.stop(hit.pid());
                int from = stack.points.count();
                held.release();
                return Optional.of(new Strike(
                        fault,
                        detail + (sweep ? ", swept" : ""),
                        CompletableFuture.runAsync(() -> outlive(hit, from, sweep, run), Thread::startVirtualThread)));
            }
            case KILL_STEP_HOST, LOSE_ANSWER, BREAK_REQUEST ->
                throw new IllegalArgumentException(fault + " does not strike at a commit point");
        }
        return Optional.of(Strike.done(fault, detail));
    }

    /** The zombie sleeps until others have done its work, perhaps until its write was swept too, and then goes on. */
    private void outlive(Hit zombie, int from, boolean sweep, ChaosRun run) {
        PostgresWriteLedger ledger = new PostgresWriteLedger(stack.stores.postgres());
        boolean named = zombie.point() == CommitPoint.BEFORE_COMMIT || zombie.point() == CommitPoint.AFTER_COMMIT;
        BooleanSupplier takenOver = () -> named
                ? stack.points.sawSince(
                        from,
                        hit -> hit.point() == CommitPoint.AFTER_COMMIT
                                && hit.id().equals(zombie.id())
                                && hit.pid() != zombie.pid())
                : committed(ledger, zombie.id());
        // What was committed before its worker stopped is found by others, who then commit nothing: the run's end
        // tells.
        boolean overtaken = until(() -> takenOver.getAsBoolean() || run.completed(), TAKEOVER);
        if (sweep) {
            retrying(() ->
                    new WriteSweeper(ledger, stack.stores.clickhouse(), Duration.ZERO, Duration.ofHours(1)).sweep());
        }
        int woken = stack.points.count();
        stack.workers.go(zombie.pid());
        if (!overtaken) {
            throw new AssertionError("no worker took over the work of worker " + zombie.pid() + " at " + zombie);
        }
        if (zombie.point() != CommitPoint.AFTER_COMMIT) {
            until(
                    () -> stack.points.sawSince(woken, hit -> hit.pid() == zombie.pid())
                            || Workers.isGone(zombie.pid()),
                    AFTERMATH);
        }
    }

    private static boolean committed(PostgresWriteLedger ledger, String batchId) {
        try {
            return ledger.find(batchId).isPresent();
        } catch (RuntimeException e) {
            return false; // PostgreSQL is being killed.
        }
    }

    private static void retrying(Runnable work) {
        until(
                () -> {
                    try {
                        work.run();
                        return true;
                    } catch (RuntimeException e) {
                        return false; // A store is being killed.
                    }
                },
                PATIENCE);
    }

    private Optional<Strike> inStep(Fault fault, ChaosRun run) throws InterruptedException {
        Path hold = stack.gate.resolve("hold");
        try {
            Files.createFile(hold);
            try {
                if (!cameTrue(() -> !begun().isEmpty(), run)) {
                    return Optional.empty();
                }
                long host = begun().getFirst();
                switch (fault.kind()) {
                    case KILL_STEP_HOST -> ProcessHandle.of(host).ifPresent(ProcessHandle::destroyForcibly);
                    case KILL_WORKER ->
                        ProcessHandle.of(host)
                                .flatMap(ProcessHandle::parent)
                                .ifPresent(worker -> stack.workers.kill(worker.pid()));
                    case KILL_TEMPORAL -> stack.kill(Store.TEMPORAL);
                    default -> throw new IllegalArgumentException(fault + " does not strike a step");
                }
                return Optional.of(Strike.done(fault, "step host " + host));
            } finally {
                Files.delete(hold);
                for (long host : begun()) {
                    Files.delete(stack.gate.resolve("begun-" + host));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> begun() {
        try (Stream<Path> files = Files.list(stack.gate)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("begun-"))
                    .map(name -> Long.parseLong(name.substring("begun-".length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Strike> inRequest(Fault fault, Store store, ChaosRun run) throws InterruptedException {
        Trap trap = switch (fault.kind()) {
            case LOSE_ANSWER -> Trap.losingTheAnswer(store);
            case BREAK_REQUEST -> Trap.breakingTheRequest(store);
            default -> Trap.during(store, () -> stack.kill(store));
        };
        FaultProxy proxy = stack.proxy(store);
        proxy.set(trap);
        boolean shut = cameTrue(trap::isShut, run);
        proxy.unset();
        return shut ? Optional.of(Strike.done(fault, store.toString())) : Optional.empty();
    }

    private static Store on(Fault fault) {
        return ((AtPointOn) fault.trigger()).store();
    }

    /** Waits until something is so; false if the run ended first. */
    private static boolean cameTrue(BooleanSupplier what, ChaosRun run) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long ask = 0;
        while (!what.getAsBoolean()) {
            long now = System.nanoTime();
            if (now > end) {
                throw new AssertionError(
                        "run " + run.runId() + " neither ended nor came to where a fault waits for it");
            }
            if (now > ask) {
                if (run.succeeded()) {
                    return what.getAsBoolean();
                }
                ask = now + 200_000_000;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }

    private static boolean until(BooleanSupplier what, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!what.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }
}
