package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Comparisons that are under way: who asks again for the same gets the same one. Two are made at once, a few wait.
 * Thread-safe.
 */
public final class ComparisonDesk implements AutoCloseable {
    private static final int MOST = 12;
    private static final Duration KEPT = Duration.ofMinutes(2);

    private final Supplier<Comparisons> comparisons;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("odograph-compare-", 0).factory());
    private final Map<CompareQuestion, Work> works = new HashMap<>();

    /** A desk that reads these stores. */
    public ComparisonDesk(Supplier<Comparisons> comparisons) {
        this.comparisons = comparisons;
    }

    private record Work(Future<Comparison> future, long begun) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    /**
     * The answer, if it is there within so long; else it goes on being made.
     *
     * @throws OdographException what the comparison throws; QUERY_TOO_LARGE where too many are under way
     */
    public Optional<Comparison> ask(CompareQuestion question, Duration patience) {
        Work work = work(question);
        try {
            return Optional.of(work.future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException stillMade) {
            return Optional.empty();
        } catch (ExecutionException e) {
            synchronized (works) {
                works.remove(question, work);
            }
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a comparison failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.RUN_CANCELLED, "Stopped while a comparison was made", e);
        }
    }

    /** Since when it is being made, in seconds, at least 1. */
    public long seconds(CompareQuestion question) {
        return Math.max(1, work(question).age().toSeconds());
    }

    private Work work(CompareQuestion question) {
        synchronized (works) {
            works.values().removeIf(work -> work.future.isDone() && work.age().compareTo(KEPT) > 0);
            Work known = works.get(question);
            if (known != null) {
                return known;
            }
            long open = works.values().stream()
                    .filter(work -> !work.future.isDone())
                    .count();
            if (open >= MOST) {
                throw new OdographException(
                        ErrorCode.QUERY_TOO_LARGE,
                        "There are " + open + " comparisons under way: load this page again in a minute");
            }
            Comparisons held = comparisons.get();
            Work fresh = new Work(
                    workers.submit(() ->
                            held.compare(question.metrics(), question.base(), question.head(), question.options())),
                    System.nanoTime());
            works.put(question, fresh);
            return fresh;
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
