package dev.odograph.api;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait for runs to settle or park. A waiter is an entry in a map: it has no thread and asks nothing. When a
 * signal comes for a run, the run is read once for all that wait for it. Thread-safe.
 */
@ApplicationScoped
class RunWaits {
    private static final Logger LOG = LoggerFactory.getLogger(RunWaits.class);
    private static final int READERS = 2;

    private final RunAnswers runs;
    private final Map<String, Set<CompletableFuture<RunAnswer>>> waiting = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Optional<RunAnswer>>> reading = new ConcurrentHashMap<>();
    private final ExecutorService readers = Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("odograph-wake-", 0).factory());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("odograph-wait-clock").factory());

    RunWaits(RunAnswers runs, RunSignals signals) {
        this.runs = runs;
        signals.listen(this::wake, this::wakeAll);
    }

    /**
     * The run once it is settled or parked, or after so long as it is then.
     *
     * @param first reads the run; called once, on this thread
     */
    Uni<RunAnswer> await(String runId, Duration patience, java.util.function.Supplier<RunAnswer> first) {
        if (patience.isZero()) {
            return Uni.createFrom().item(first.get());
        }
        CompletableFuture<RunAnswer> waiter = new CompletableFuture<>();
        add(runId, waiter);
        RunAnswer now;
        try {
            // Read after the waiter is there: what becomes of the run from here on is signalled to it.
            now = first.get();
        } catch (RuntimeException e) {
            remove(runId, waiter);
            throw e;
        }
        if (now.settledOrParked()) {
            remove(runId, waiter);
            return Uni.createFrom().item(now);
        }
        ScheduledFuture<?> end =
                clock.schedule(() -> timeout(runId, waiter, now), patience.toMillis(), TimeUnit.MILLISECONDS);
        var unused = waiter.whenComplete((answer, problem) -> {
            end.cancel(false);
            remove(runId, waiter);
        });
        return Uni.createFrom().completionStage(waiter);
    }

    private void add(String runId, CompletableFuture<RunAnswer> waiter) {
        waiting.compute(runId, (id, known) -> {
            Set<CompletableFuture<RunAnswer>> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(waiter);
            return all;
        });
    }

    private void remove(String runId, CompletableFuture<RunAnswer> waiter) {
        waiting.computeIfPresent(runId, (id, all) -> {
            all.remove(waiter);
            return all.isEmpty() ? null : all;
        });
    }

    private void wake(String runId) {
        if (waiting.containsKey(runId)) {
            readers.execute(() -> look(runId));
        }
    }

    private void wakeAll() {
        List.copyOf(waiting.keySet()).forEach(this::wake);
    }

    private void look(String runId) {
        try {
            Optional<RunAnswer> found = runs.find(runId);
            found.filter(RunAnswer::settledOrParked)
                    .ifPresent(answer -> List.copyOf(waiting.getOrDefault(runId, Set.of()))
                            .forEach(waiter -> waiter.complete(answer)));
        } catch (RuntimeException e) {
            LOG.warn("Run {} cannot be read for those who wait for it; they look at their time's end", runId, e);
        }
    }

    /** Those whose time ends together share a reading. */
    private void timeout(String runId, CompletableFuture<RunAnswer> waiter, RunAnswer before) {
        var unused = reading.computeIfAbsent(runId, id -> {
                    CompletableFuture<Optional<RunAnswer>> read = new CompletableFuture<>();
                    readers.execute(() -> {
                        reading.remove(runId, read);
                        try {
                            read.complete(runs.find(runId));
                        } catch (RuntimeException e) {
                            read.completeExceptionally(e);
                        }
                    });
                    return read;
                })
                .whenComplete((answer, problem) -> {
                    if (problem != null) {
                        waiter.completeExceptionally(problem);
                    } else {
                        waiter.complete(answer.orElse(before));
                    }
                });
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
        readers.shutdownNow();
    }
}
