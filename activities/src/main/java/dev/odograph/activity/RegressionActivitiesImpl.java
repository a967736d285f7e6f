package dev.odograph.activity;

import dev.odograph.contract.RegressionActivities;
import dev.odograph.contract.RegressionOutcome;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** Has regression runs judged. Thread-safe where the judge is. */
public final class RegressionActivitiesImpl implements RegressionActivities {
    private final Function<JudgeRequest, RegressionOutcome> judge;
    private final ScheduledExecutorService timers;

    public RegressionActivitiesImpl(Function<JudgeRequest, RegressionOutcome> judge, ScheduledExecutorService timers) {
        this.judge = judge;
        this.timers = timers;
    }

    @Override
    public RegressionOutcome judge(JudgeRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        return Failures.mapped(context.getInfo().getAttempt(), () -> {
            try (Beat beat = new Beat(context, timers)) {
                beat.at("comparing " + request.input().headRunId() + " with "
                        + request.input().baseRunId());
                return judge.apply(request);
            }
        });
    }
}
