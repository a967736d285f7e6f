package dev.odograph.benchmarks;

import dev.odograph.contract.FinishActivities;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.Parked;
import dev.odograph.contract.PlanActivities;
import dev.odograph.contract.PlannedRun;
import dev.odograph.contract.PlannedRun.StageOutline;
import dev.odograph.contract.Remaining;
import dev.odograph.contract.RemainingRequest;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.StageActivities;
import dev.odograph.contract.StageReport;
import dev.odograph.contract.StageTask;
import dev.odograph.contract.TaskQueues;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.workflow.MetricGraphRunWorkflowImpl;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What {@link MetricGraphRunWorkflowImpl} adds to each stage, beside a workflow that calls a no-op activity as often, one
 * after the other, on the same server. The stages' activities do nothing: no store, ledger or step host is in it. Both
 * alternate, so that what else the machine does meets both.
 */
public final class OrchestrationBenchmark {
    private static final int STAGES = 100;
    private static final int ROUNDS = 7;

    private OrchestrationBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String address = SharedStack.with(StackPart.TEMPORAL).endpoints().temporalAddress();
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        WorkflowClient client = WorkflowClient.newInstance(service);
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker runs = factory.newWorker(TaskQueues.RUNS);
        runs.registerWorkflowImplementationTypes(MetricGraphRunWorkflowImpl.class, NothingsImpl.class);
        factory.newWorker(TaskQueues.IO).registerActivitiesImplementations(new Bookkeeping());
        factory.newWorker(TaskQueues.COMPUTE).registerActivitiesImplementations(new Idle(), new NothingImpl());
        factory.start();
        double[] plain = new double[ROUNDS];
        double[] ours = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            double nothing =
                    time(() -> client.newWorkflowStub(Nothings.class, options()).run(STAGES));
            double run = time(() ->
                    client.newWorkflowStub(MetricGraphRun.class, options()).run(RunInput.of("chain", "none"), null));
            if (round >= 0) {
                plain[round] = nothing / STAGES;
                ours[round] = run / STAGES;
            }
        }
        print("no-op activity", plain);
        print("stage", ours);
        System.out.printf(Locale.ROOT, "orchestration: %.2f x a no-op activity%n", median(ours) / median(plain));
        factory.shutdownNow();
        service.shutdownNow();
    }

    private static WorkflowOptions options() {
        return WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.RUNS)
                .setWorkflowId(UUID.randomUUID().toString())
                .build();
    }

    private static double time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String what, double[] ms) {
        double[] sorted = ms.clone();
        java.util.Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-16s median %6.2f ms (%.2f to %.2f)%n",
                what,
                median(ms),
                sorted[0],
                sorted[sorted.length - 1]);
    }

    /** Calls a no-op activity so many times. */
    @WorkflowInterface
    public interface Nothings {
        @WorkflowMethod
        void run(int times);
    }

    /** Does nothing. */
    @ActivityInterface
    public interface Nothing {
        @ActivityMethod(name = "Nothing")
        void run();
    }

    /** The plainest workflow there is. */
    public static final class NothingsImpl implements Nothings {
        @Override
        public void run(int times) {
            Nothing nothing = Workflow.newActivityStub(
                    Nothing.class,
                    ActivityOptions.newBuilder()
                            .setTaskQueue(TaskQueues.COMPUTE)
                            .setStartToCloseTimeout(Duration.ofMinutes(1))
                            .build());
            for (int i = 0; i < times; i++) {
                nothing.run();
            }
        }
    }

    /** The activity of {@link NothingsImpl}. */
    public static final class NothingImpl implements Nothing {
        @Override
        public void run() {}
    }

    /** A plan of one partition and stages that each read the one before. */
    public static final class Bookkeeping implements PlanActivities, FinishActivities {
        @Override
        public PlannedRun plan(RunInput input) {
            List<StageOutline> stages = IntStream.range(0, STAGES)
                    .mapToObj(stage -> new StageOutline(
                            "stage_" + stage,
                            "sql",
                            List.of("stage_" + stage),
                            stage == 0 ? List.of() : List.of(stage - 1),
                            false))
                    .toList();
            String temporalRunId = Objects.requireNonNull(
                    Activity.getExecutionContext().getInfo().getWorkflowRunId());
            return new PlannedRun(1, temporalRunId, "1.0", "none@1", null, stages, 1, 1, false);
        }

        @Override
        public Remaining findRemaining(RemainingRequest request) {
            BitSet first = new BitSet();
            first.set(0);
            return Remaining.of(
                    request.from(),
                    request.to(),
                    IntStream.range(0, STAGES).mapToObj(stage -> first).toList(),
                    0);
        }

        @Override
        public RunOutcome publish(String runId) {
            return new RunOutcome(runId, RunStatus.SUCCEEDED, STAGES, STAGES, 0, 0, "");
        }

        @Override
        public RunOutcome settle(SettleRequest request) {
            throw new IllegalStateException("the run failed: " + request.message());
        }

        @Override
        public Parked park(SettleRequest request) {
            throw new IllegalStateException("the run failed: " + request.message());
        }

        @Override
        public Waived quarantine(String runId) {
            throw new IllegalStateException("nothing fails here");
        }

        @Override
        public Waived waive(WaiveRequest request) {
            throw new IllegalStateException("nothing fails here");
        }
    }

    /** Stages that do nothing. */
    public static final class Idle implements StageActivities {
        @Override
        public StageReport runStage(StageTask task) {
            return new StageReport(0, 0, 0);
        }

        @Override
        public StageReport reduce(StageTask task) {
            return new StageReport(0, 0, 0);
        }
    }
}
