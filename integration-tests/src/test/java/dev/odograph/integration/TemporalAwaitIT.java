package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.TaskQueues;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A service's own workflow and its own client await runs by what Temporal gives them, as the guide shows. */
class TemporalAwaitIT {
    private static final String QUEUE = "a-service";

    private static Lab lab;
    private static WorkerFactory service;

    /** What a release does when the drives of a night are in. */
    @WorkflowInterface
    public interface ReleaseGate {
        @WorkflowMethod
        String judge(String dataset);
    }

    /** Its code, as the guide has it. */
    public static final class ReleaseGateImpl implements ReleaseGate {
        @Override
        public String judge(String dataset) {
            MetricGraphRun run = Workflow.newChildWorkflowStub(
                    MetricGraphRun.class,
                    ChildWorkflowOptions.newBuilder()
                            .setTaskQueue(TaskQueues.RUNS)
                            .setWorkflowId("release-" + dataset)
                            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                            .build());
            try {
                RunOutcome outcome = run.run(RunInput.of("car_following", dataset), null);
                return outcome.runId() + " " + outcome.status() + ", " + outcome.missing() + " missing";
            } catch (ChildWorkflowFailure failed) {
                return failed.getCause() instanceof ApplicationFailure cause ? cause.getType() : "no answer";
            }
        }
    }

    @BeforeAll
    static void startTheService() {
        lab = Lab.open();
        var unused = lab.bundles.examples();
        service = WorkerFactory.newInstance(lab.temporal.client());
        service.newWorker(QUEUE).registerWorkflowImplementationTypes(ReleaseGateImpl.class);
        service.start();
    }

    @AfterAll
    static void stop() {
        service.shutdownNow();
    }

    @Test
    void aWorkflowOfAServiceStartsARunAndAwaitsIt() {
        lab.simulated("awaited", 2, 5701);

        assertThat(judge("awaited")).isEqualTo("release-awaited SUCCEEDED, 0 missing");
        assertThat(lab.results.seen("release-awaited").get("platoon_safety").rows())
                .isEqualTo(2);
    }

    @Test
    void itLearnsByTheErrorCodeWhyThereIsNone() {
        assertThat(judge("not-there")).isEqualTo("DATASET_NOT_FOUND");
    }

    @Test
    void anySdkStartsAndAwaitsARunByThePayloadOfTheGuide() {
        lab.simulated("awaited_plain", 2, 5702);
        WorkflowStub run = lab.temporal
                .client()
                .newUntypedWorkflowStub(
                        "MetricGraphRun",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("odograph")
                                .setWorkflowId("plain-7")
                                .build());

        run.start(Map.of("graph", "car_following", "dataset", "awaited_plain", "purpose", "ci"));

        Map<?, ?> outcome =
                lab.temporal.client().newUntypedWorkflowStub("plain-7").getResult(Map.class);
        assertThat(outcome.get("status")).isEqualTo("SUCCEEDED");
        assertThat(outcome.get("runId")).isEqualTo("plain-7");
        assertThat(outcome.get("missing")).isEqualTo(0);

        WorkflowStub wrong = lab.temporal
                .client()
                .newUntypedWorkflowStub(
                        "MetricGraphRun",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("odograph")
                                .setWorkflowId("plain-8")
                                .build());
        wrong.start(Map.of("graph", "car_folowing", "dataset", "awaited_plain"));
        assertThatThrownBy(() -> wrong.getResult(Map.class))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("GRAPH_NOT_FOUND"));
    }

    private static String judge(String dataset) {
        return lab.temporal
                .client()
                .newWorkflowStub(
                        ReleaseGate.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(QUEUE)
                                .setWorkflowId("gate-" + dataset)
                                .build())
                .judge(dataset);
    }
}
