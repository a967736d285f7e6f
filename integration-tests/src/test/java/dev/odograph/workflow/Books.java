package dev.odograph.workflow;

import dev.odograph.contract.FinishActivities;
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
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger in memory of a run of one stage: what its activities would write down. */
final class Books {
    private final int partitions;
    private final Queue<Integer> executed = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> looks = new ConcurrentLinkedQueue<>();
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger passes = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private CountDownLatch wanted = new CountDownLatch(0);

    Books(int partitions) {
        this.partitions = partitions;
    }

    /** A partition whose stage fails for good. */
    void breaks(int partition) {
        broken.add(partition);
    }

    /** No stage ends before so many are under way at once. */
    void waitUntilUnderWay(int stages) {
        wanted = new CountDownLatch(stages);
    }

    /** Most stages that were under way at once. */
    int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** Partitions that were executed, once for each time. */
    List<Integer> executed() {
        return List.copyOf(executed);
    }

    /** First partitions of the ranges that were looked at, once for each time. */
    List<Integer> looks() {
        return List.copyOf(looks);
    }

    Object bookkeeping() {
        return new Bookkeeping();
    }

    Object stages() {
        return new Stages();
    }

    private RunOutcome outcome(String runId, RunStatus status) {
        return new RunOutcome(
                runId, status, partitions, executed.size(), 0, partitions - executed.size(), "by the books");
    }

    private final class Stages implements StageActivities {
        @Override
        public StageReport runStage(StageTask task) {
            if (broken.contains(task.partition())) {
                throw ApplicationFailure.newNonRetryableFailure("broken", "STEP_FAILED");
            }
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            wanted.countDown();
            try {
                wanted.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("stopped while it waited for others", e);
            } finally {
                underWay.decrementAndGet();
            }
            executed.add(task.partition());
            return new StageReport(0, 0, 0);
        }

        @Override
        public StageReport reduce(StageTask task) {
            throw new IllegalStateException("no stage reduces");
        }
    }

    private final class Bookkeeping implements PlanActivities, FinishActivities {
        @Override
        public PlannedRun plan(RunInput input) {
            String temporalRunId = Objects.requireNonNull(
                    Activity.getExecutionContext().getInfo().getWorkflowRunId());
            List<StageOutline> stages =
                    List.of(new StageOutline("stage", "stage (sql)", List.of("stage"), List.of(), false));
            return new PlannedRun(
                    passes.incrementAndGet(), temporalRunId, "1.0", "d@1", "us", stages, partitions, partitions, false);
        }

        @Override
        public Remaining findRemaining(RemainingRequest request) {
            looks.add(request.from());
            BitSet missing = new BitSet();
            missing.set(0, request.to() - request.from());
            return Remaining.of(request.from(), request.to(), List.of(missing), 0);
        }

        @Override
        public RunOutcome publish(String runId) {
            return outcome(runId, RunStatus.SUCCEEDED);
        }

        @Override
        public RunOutcome settle(SettleRequest request) {
            return outcome(request.runId(), request.status());
        }

        @Override
        public Parked park(SettleRequest request) {
            throw new IllegalStateException("nothing parks here");
        }

        @Override
        public Waived quarantine(String runId) {
            throw new IllegalStateException("nothing is waived here");
        }

        @Override
        public Waived waive(WaiveRequest request) {
            throw new IllegalStateException("nothing is waived here");
        }
    }
}
