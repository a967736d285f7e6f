package dev.odograph.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.RunLimits;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunProgress;
import dev.odograph.contract.RunStatus;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.WorkflowReplayer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run of more ranges than one history takes goes on in a continued run, and adds up as if it were one. */
class ManyRangesTest {
    private static final int PARTITIONS = 38;
    /** Four partitions a range, three ranges an execution: 10 ranges in 4 executions. */
    private static final RangeFanOut.Sizes SMALL = new RangeFanOut.Sizes(4, 3);

    private final Books books = new Books(PARTITIONS);
    private final WorkflowLab lab = new WorkflowLab(SMALL, books);

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void eachPartitionIsExecutedOnceOverAllExecutions() throws Exception {
        RunOutcome outcome = lab.start(RunLimits.none()).getResult(RunOutcome.class);

        assertThat(outcome.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(books.executed())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, PARTITIONS).boxed().toList());
        List<WorkflowExecutionHistory> executions = lab.executions();
        assertThat(executions.stream().map(ManyRangesTest::ranges)).containsExactly(3L, 3L, 3L, 1L);
        assertThat(books.looks())
                .as("an execution goes on from where the one before was")
                .doesNotHaveDuplicates()
                .hasSize(10);
        RunProgress progress = lab.handle().progress();
        assertThat(progress.executed()).as("by all executions").isEqualTo(PARTITIONS);
        assertThat(progress.failed()).isZero();
        for (WorkflowExecutionHistory execution : executions) {
            WorkflowReplayer.replayWorkflowExecution(execution, lab.runs());
        }
    }

    @Test
    void aFailureInTheFirstExecutionFailsTheRunAtItsEndWhenAllElseIsDone() {
        books.breaks(1);

        WorkflowStub run = lab.start(RunLimits.none());

        assertThatThrownBy(() -> run.getResult(RunOutcome.class))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getOriginalMessage()).startsWith("1 of 38 outputs failed"));
        assertThat(books.executed()).hasSize(PARTITIONS - 1).doesNotContain(1);
        assertThat(lab.executions()).hasSize(4);
    }

    private static long ranges(WorkflowExecutionHistory history) {
        return history.getEvents().stream()
                .map(HistoryEvent::getEventType)
                .filter(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED::equals)
                .count();
    }
}
