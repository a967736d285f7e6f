package dev.odograph.activity;

import dev.odograph.step.Progress;
import dev.odograph.step.Violation;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps an activity's heart beating with what it is at, and learns from it that the activity was cancelled. */
final class Beat implements Progress, AutoCloseable {
    private static final long EVERY_MILLIS = 2_000;

    private final ActivityExecutionContext context;
    private final ScheduledFuture<?> timer;
    private volatile String at = "starting";
    private volatile String stage = "";
    private volatile String segmentId = "";
    private volatile @Nullable ActivityCompletionException ended;
    private final List<Violation> violations = new ArrayList<>();

    Beat(ActivityExecutionContext context, ScheduledExecutorService timers) {
        this.context = context;
        this.timer = timers.scheduleAtFixedRate(this::beat, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void at(String step, String segment, long rows) {
        segmentId = segment;
        at = step + (segment.isEmpty() ? "" : " · " + segment) + " · " + rows + " rows";
    }

    /** The work is on a stage: readers find its name before a colon in all that is told from here on. */
    void in(String name) {
        stage = name + ": ";
    }

    /** The work is at something that is not a step, and at no segment. */
    void at(String what) {
        segmentId = "";
        at = what;
    }

    @Override
    public synchronized void violated(List<Violation> found) {
        violations.addAll(found);
    }

    /** What broke rules so far. */
    synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }

    @Override
    public boolean cancelled() {
        return ended != null;
    }

    /** The segment in hand; null where that is not known. */
    @Nullable
    String segmentId() {
        return segmentId.isEmpty() ? null : segmentId;
    }

    /** Why the activity should stop; null while it should not. */
    @Nullable
    ActivityCompletionException ended() {
        return ended;
    }

    private void beat() {
        try {
            context.heartbeat(stage + at);
        } catch (ActivityCompletionException e) {
            ended = e;
            timer.cancel(false);
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
    }
}
