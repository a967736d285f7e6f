package dev.odograph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Work on several things, a few at a time; what becomes of one hinders no other. */
final class Several {
    /** Things in hand at once: each is a request or two to a server, which has others to serve. */
    static final int AT_ONCE = 8;

    private Several() {}

    /**
     * Works on each, and answers in their order.
     *
     * @param work what is done to one
     * @param otherwise what stands for one whose work threw
     * @param progress told after each how many are done
     */
    static <T, R> List<R> each(
            List<T> things, Function<T, R> work, BiFunction<T, Throwable, R> otherwise, IntConsumer progress) {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.clamp(things.size(), 1, AT_ONCE), Thread.ofVirtual().factory())) {
            List<Future<R>> pending = new ArrayList<>();
            for (T thing : things) {
                pending.add(threads.submit(() -> work.apply(thing)));
            }
            List<R> results = new ArrayList<>();
            for (int i = 0; i < pending.size(); i++) {
                results.add(of(pending.get(i), things.get(i), otherwise));
                progress.accept(results.size());
            }
            return results;
        }
    }

    private static <T, R> R of(Future<R> pending, T thing, BiFunction<T, Throwable, R> otherwise) {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            return otherwise.apply(thing, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.apply(thing, e);
        }
    }
}
