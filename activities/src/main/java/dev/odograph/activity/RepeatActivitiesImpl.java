package dev.odograph.activity;

import dev.odograph.contract.RepeatActivities;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.ScheduledExecutorService;

/** Repeats outputs for regression runs. Thread-safe. */
public final class RepeatActivitiesImpl implements RepeatActivities {
    private final OutputRepetition repetition;
    private final ScheduledExecutorService timers;

    public RepeatActivitiesImpl(OutputRepetition repetition, ScheduledExecutorService timers) {
        this.repetition = repetition;
        this.timers = timers;
    }

    @Override
    public Repeated repeat(RepeatRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        return Failures.mapped(context.getInfo().getAttempt(), () -> {
            try (Beat beat = new Beat(context, timers)) {
                try {
                    return repetition.repeat(request.runId(), beat);
                } catch (RuntimeException e) {
                    ActivityCompletionException ended = beat.ended();
                    throw ended == null ? e : ended;
                }
            }
        });
    }
}
