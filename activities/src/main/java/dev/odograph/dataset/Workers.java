package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work in several threads until all are done. */
final class Workers {
    private Workers() {}

    /** The first failure is thrown once every thread has ended. */
    static void run(int threads, Runnable work) {
        if (threads == 0) {
            return;
        }
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(work));
            }
        }
        for (Future<?> one : all) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof OdographException known) {
                    throw known;
                }
                throw new OdographException(ErrorCode.INTERNAL_ERROR, "the import failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OdographException(ErrorCode.RUN_CANCELLED, "the import was interrupted", e);
            }
        }
    }
}
