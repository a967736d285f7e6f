package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watches a stage's progress for a wish to stop, and interrupts what runs natively. Thread-safe. */
final class Cancellation implements AutoCloseable {
    private static final long POLL_MS = 100;

    private final Progress progress;
    private final String stage;
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    private Cancellation(Progress progress, String stage) {
        this.progress = progress;
        this.stage = stage;
    }

    static Cancellation watch(Progress progress, String stage) {
        Cancellation cancellation = new Cancellation(progress, stage);
        Thread.ofPlatform().daemon().name("cancellation of " + stage).start(cancellation::poll);
        return cancellation;
    }

    /** Runs {@code hook} on another thread when the stage should stop; closing the result takes it back. */
    Registration onCancel(Runnable hook) {
        hooks.add(hook);
        return () -> hooks.remove(hook);
    }

    void check() {
        if (progress.cancelled()) {
            throw error();
        }
    }

    boolean cancelled() {
        return progress.cancelled();
    }

    OdographException error() {
        return new OdographException(
                ErrorCode.RUN_CANCELLED, "Stage \"" + stage + "\" was cancelled: start the run again to go on");
    }

    private void poll() {
        try {
            while (!done.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                if (progress.cancelled()) {
                    hooks.forEach(Runnable::run);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
    }

    /** A hook that can be taken back. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
