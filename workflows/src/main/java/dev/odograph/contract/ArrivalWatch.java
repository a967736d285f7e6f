package dev.odograph.contract;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Looks once whether a dataset has a version that was not run, and runs it: workflow type {@code ArrivalWatch} on task queue
 * {@code odograph}. A Temporal Schedule starts one every few minutes; while its run goes on, the schedule starts no other.
 */
@WorkflowInterface
public interface ArrivalWatch {
    /**
     * Looks, and waits for the run that it starts. The run goes on where this ends.
     *
     * @return one sentence on what it found
     */
    @WorkflowMethod(name = "ArrivalWatch")
    String run(ArrivalInput input);
}
