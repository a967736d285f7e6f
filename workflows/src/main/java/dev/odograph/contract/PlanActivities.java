package dev.odograph.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Plans a run and says what of it is missing. At least once, therefore idempotent. Task queue {@code io}. */
@ActivityInterface
public interface PlanActivities {
    /**
     * Makes the plan once and pins it, then opens a pass. The workflow id is the run id.
     *
     * @return the pinned plan; the same for the same run
     */
    @ActivityMethod(name = "Plan")
    PlannedRun plan(RunInput input);

    /** Takes over what is there already and says what must be executed. */
    @ActivityMethod(name = "FindRemaining")
    Remaining findRemaining(RemainingRequest request);
}
