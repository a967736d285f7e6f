package dev.odograph.host;

import dev.odograph.step.Progress;
import dev.odograph.step.Violation;
import java.util.List;
import java.util.function.Consumer;

/**
 * Progress of the task in hand, sent to the worker. A new step or segment is sent before this returns, hence before it
 * is started: it is what a crash is blamed on. Mere row counts are sent a few times a second.
 */
final class HostProgress implements Progress {
    private static final long ROWS_EVERY_NANOS = 200_000_000L;

    private final Consumer<HostFrame> out;
    private volatile boolean cancelled;
    private String step = "";
    private String segment = "";
    private long sentAt = System.nanoTime();

    HostProgress(Consumer<HostFrame> out) {
        this.out = out;
    }

    @Override
    public synchronized void at(String nextStep, String nextSegment, long rows) {
        boolean moved = !nextStep.equals(step) || !nextSegment.equals(segment);
        if (!moved && System.nanoTime() - sentAt < ROWS_EVERY_NANOS) {
            return;
        }
        step = nextStep;
        segment = nextSegment;
        sentAt = System.nanoTime();
        out.accept(new HostFrame.Advance(step, segment, rows));
    }

    @Override
    public void violated(List<Violation> violations) {
        out.accept(new HostFrame.Violated(violations));
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
    }
}
