package dev.odograph.workflow;

import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunLimits;
import dev.odograph.contract.SearchAttributes;
import dev.odograph.contract.TaskQueues;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The workflow's code on a Temporal in memory, with histories as short as a test wants them. */
final class WorkflowLab implements AutoCloseable {
    private static final String RUN = "run";

    private final TestWorkflowEnvironment environment;
    private final Worker runs;

    WorkflowLab(RangeFanOut.Sizes sizes, Books books) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
        SearchAttributes.ALL.forEach(
                key -> options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        environment = TestWorkflowEnvironment.newInstance(options.build());
        runs = environment.newWorker(
                TaskQueues.RUNS,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(10_000)
                        .build());
        runs.registerWorkflowImplementationFactory(MetricGraphRun.class, () -> new MetricGraphRunWorkflowImpl(sizes));
        runs.registerWorkflowImplementationTypes(MetricGraphRangeWorkflowImpl.class);
        environment.newWorker(TaskQueues.IO).registerActivitiesImplementations(books.bookkeeping());
        environment.newWorker(TaskQueues.COMPUTE).registerActivitiesImplementations(books.stages());
        environment.start();
    }

    /** Starts the run. */
    WorkflowStub start(RunLimits limits) {
        WorkflowStub run = client().newUntypedWorkflowStub(
                        "MetricGraphRun",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(RUN)
                                .setTaskQueue(TaskQueues.RUNS)
                                .build());
        run.start(new RunInput("graph", null, null, "dataset", Map.of(), Purpose.ADHOC, null, null, limits));
        return run;
    }

    MetricGraphRun handle() {
        return client().newWorkflowStub(MetricGraphRun.class, RUN);
    }

    /** The worker that has the workflow's code. */
    Worker runs() {
        return runs;
    }

    /** Histories of the run's executions, the first one first. */
    List<WorkflowExecutionHistory> executions() {
        List<WorkflowExecutionHistory> chain = new ArrayList<>();
        WorkflowExecutionHistory history = client().fetchHistory(RUN);
        chain.add(history);
        for (String before = before(history); !before.isEmpty(); before = before(history)) {
            history = client().fetchHistory(RUN, before);
            chain.addFirst(history);
        }
        return chain;
    }

    private static String before(WorkflowExecutionHistory history) {
        return history.getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getContinuedExecutionRunId();
    }

    private WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    @Override
    public void close() {
        environment.close();
    }
}
