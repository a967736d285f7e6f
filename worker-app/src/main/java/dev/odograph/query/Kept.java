package dev.odograph.query;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that cost much, kept for those who ask again. An answer is good as long as its stamp is the same and it is not
 * too old; one that is too old is still given, while a newer one is made behind it. How long an answer is good follows what
 * it cost: making them takes at most a small part of the time. Thread-safe.
 *
 * @param <K> what is asked
 * @param <V> the answer
 */
final class Kept<K, V> {
    private static final int MOST = 200;
    /** Looks take at most one part in so many of the time. */
    private static final long SELDOMER = 10;

    private final Executor behind;
    private final Duration atLeast;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A place for answers.
     *
     * @param behind makes newer answers
     * @param atLeast how long every answer is good
     */
    Kept(Executor behind, Duration atLeast) {
        this.behind = behind;
        this.atLeast = atLeast;
    }

    private record Entry<V>(CompletableFuture<V> value, Object stamp, boolean settled, long made, long cost) {}

    /**
     * The answer to a question.
     *
     * @param stamp an answer with another stamp is not given
     * @param settled whether an answer with this stamp is good for ever
     */
    V of(K key, Object stamp, boolean settled, Supplier<V> make) {
        CompletableFuture<V> promise = new CompletableFuture<>();
        Entry<V> there;
        synchronized (entries) {
            there = entries.get(key);
            if (there == null || !there.stamp.equals(stamp) || failed(there)) {
                there = null;
                put(key, new Entry<>(promise, stamp, settled, System.nanoTime(), 0));
            } else if (!there.settled && there.value.isDone() && old(there)) {
                // Whoever comes next finds it fresh for the moment: one at a time makes a newer one.
                put(key, new Entry<>(there.value, stamp, false, System.nanoTime(), there.cost));
                behind.execute(() -> renew(key, stamp, settled, make));
            }
        }
        if (there == null) {
            complete(key, promise, stamp, settled, make);
            return join(promise);
        }
        return join(there.value);
    }

    private void renew(K key, Object stamp, boolean settled, Supplier<V> make) {
        CompletableFuture<V> newer = new CompletableFuture<>();
        complete(key, newer, stamp, settled, make);
    }

    private void complete(K key, CompletableFuture<V> promise, Object stamp, boolean settled, Supplier<V> make) {
        long began = System.nanoTime();
        try {
            promise.complete(make.get());
        } catch (RuntimeException e) {
            promise.completeExceptionally(e);
        }
        long now = System.nanoTime();
        synchronized (entries) {
            put(key, new Entry<>(promise, stamp, settled, now, now - began));
        }
    }

    private static boolean failed(Entry<?> entry) {
        return entry.value.isCompletedExceptionally();
    }

    private boolean old(Entry<V> entry) {
        return System.nanoTime() - entry.made > Math.max(atLeast.toNanos(), SELDOMER * entry.cost);
    }

    private void put(K key, Entry<V> entry) {
        entries.put(key, entry);
        if (entries.size() > MOST) {
            @Nullable K eldest = entries.keySet().iterator().next();
            entries.remove(eldest);
        }
    }

    private static <V> V join(CompletableFuture<V> value) {
        try {
            return value.join();
        } catch (CompletionException e) {
            if (Objects.requireNonNull(e.getCause()) instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
