package dev.odograph.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Executes stages in step hosts and commits what they put out. Idempotent. Task queue {@code compute}. */
@ActivityInterface
public interface StageActivities {
    /** Executes one stage for one partition. */
    @ActivityMethod(name = "RunStage")
    StageReport runStage(StageTask task);

    /** Executes one stage over all partitions. */
    @ActivityMethod(name = "Reduce")
    StageReport reduce(StageTask task);
}
