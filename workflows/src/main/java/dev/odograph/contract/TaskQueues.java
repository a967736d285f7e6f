package dev.odograph.contract;

/** Task queues that workers poll. */
public final class TaskQueues {
    /** Workflow tasks: name this queue when a run is started. */
    public static final String RUNS = "odograph";
    /** Short activities that talk to the stores. */
    public static final String IO = "odograph-io";
    /** Stages; as many at once as a worker has compute slots. */
    public static final String COMPUTE = "odograph-compute";

    private TaskQueues() {}
}
