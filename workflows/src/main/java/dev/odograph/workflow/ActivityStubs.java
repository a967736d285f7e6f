package dev.odograph.workflow;

import dev.odograph.contract.ArrivalActivities;
import dev.odograph.contract.FinishActivities;
import dev.odograph.contract.PlanActivities;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RegressionActivities;
import dev.odograph.contract.RepeatActivities;
import dev.odograph.contract.SearchAttributes;
import dev.odograph.contract.StageActivities;
import dev.odograph.contract.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Activities with their limits. How often an error is retried depends on its category and is decided where the error is
 * turned into a Temporal failure, so the options here only bound it.
 */
final class ActivityStubs {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final RetryOptions RETRIES = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofMillis(500))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(30))
            .setMaximumAttempts(10)
            .build();

    private ActivityStubs() {}

    static PlanActivities plan(String summary) {
        return Workflow.newActivityStub(
                PlanActivities.class,
                io(Duration.ofMinutes(30)).setSummary(summary).build());
    }

    static FinishActivities finish(String summary) {
        return Workflow.newActivityStub(
                FinishActivities.class,
                io(Duration.ofMinutes(30)).setSummary(summary).build());
    }

    static ArrivalActivities arrivals(String summary) {
        return Workflow.newActivityStub(
                ArrivalActivities.class,
                io(Duration.ofMinutes(5)).setSummary(summary).build());
    }

    static RegressionActivities judge(String summary) {
        return Workflow.newActivityStub(
                RegressionActivities.class,
                io(Duration.ofMinutes(30)).setSummary(summary).build());
    }

    static StageActivities stage(String summary) {
        return Workflow.newActivityStub(StageActivities.class, compute(summary));
    }

    static RepeatActivities repeat(String summary) {
        return Workflow.newActivityStub(RepeatActivities.class, compute(summary));
    }

    /**
     * What the run's purpose earns its stages; children have no purpose of their own and inherit what their parent set.
     * A lower key goes first; 3 is Temporal's default, 5 its last.
     */
    static Priority priority() {
        String purpose = Workflow.getTypedSearchAttributes().get(SearchAttributes.PURPOSE);
        if (purpose == null) {
            return Priority.getDefaultInstance();
        }
        int key = switch (Purpose.parse(purpose)) {
            case CI -> 1;
            case ADHOC, PRODUCTION -> 2;
            case BACKFILL -> 4;
        };
        return Priority.newBuilder().setPriorityKey(key).build();
    }

    private static ActivityOptions compute(String summary) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.COMPUTE)
                .setStartToCloseTimeout(Duration.ofHours(6))
                .setHeartbeatTimeout(HEARTBEAT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RETRIES)
                .setPriority(priority())
                .setSummary(summary)
                .build();
    }

    private static ActivityOptions.Builder io(Duration limit) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.IO)
                .setStartToCloseTimeout(limit)
                .setHeartbeatTimeout(HEARTBEAT)
                .setRetryOptions(RETRIES);
    }
}
