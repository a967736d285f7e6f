package dev.odograph.contract;

import java.util.List;

/**
 * What a retry would do.
 *
 * @param execute outputs that it would execute
 * @param reuse outputs that are there and stay
 * @param stages the same by stage, in the stages' order
 */
public record RetryPlan(long execute, long reuse, List<StageRetry> stages) {
    public RetryPlan {
        stages = List.copyOf(stages);
    }

    /** Nothing to do. */
    public static RetryPlan none() {
        return new RetryPlan(0, 0, List.of());
    }

    /**
     * What a retry would do to one stage.
     *
     * @param name name of the stage
     * @param execute outputs that it would execute: those that failed, and those that wait for them
     * @param reuse outputs that are there and stay
     */
    public record StageRetry(String name, long execute, long reuse) {}
}
