package dev.odograph.host;

import dev.odograph.step.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Progress that tells a test when a segment is reached, and cancels when the test says so. */
final class Watch implements Progress {
    private final String awaited;
    private final CountDownLatch reached = new CountDownLatch(1);
    volatile boolean cancelled;

    Watch(String awaited) {
        this.awaited = awaited;
    }

    @Override
    public void at(String step, String segmentId, long rows) {
        if (segmentId.equals(awaited)) {
            reached.countDown();
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    void awaitReached() throws InterruptedException {
        if (!reached.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("segment " + awaited + " was never reached");
        }
    }
}
