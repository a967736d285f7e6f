package dev.odograph.worker;

import dev.odograph.contract.ArrivalInput;
import dev.odograph.contract.ArrivalWatch;
import dev.odograph.contract.MetricGraphRun;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.TaskQueues;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleBackfill;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs that begin by themselves: schedules of Temporal, which keeps them and shows them in its UI. The runs of a schedule
 * that goes by the clock are called {@code NAME-TIME}. Thread-safe.
 */
public final class RunSchedules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][A-Za-z0-9_-]{0,99}");
    private static final int PAGE = 100;

    private final WorkflowClient workflows;
    private final ScheduleClient client;

    /** The schedules of a Temporal. */
    public RunSchedules(WorkflowClient workflows) {
        this.workflows = workflows;
        this.client = ScheduleClient.newInstance(
                workflows.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(workflows.getOptions().getNamespace())
                        .setDataConverter(workflows.getOptions().getDataConverter())
                        .build());
    }

    /**
     * When runs begin.
     *
     * @param cron five fields of cron; null where it goes by an interval
     * @param every an interval; null where it goes by cron
     * @param timeZone of cron, such as {@code Europe/Vienna}
     * @param overlap what becomes of a run that is due while the one before goes on
     * @param catchUp how long ago a start may have been missed to be made up for when Temporal is back
     */
    public record Timing(
            @Nullable String cron,
            @Nullable Duration every,
            String timeZone,
            ScheduleOverlapPolicy overlap,
            Duration catchUp) {}

    /**
     * Makes a schedule whose runs begin by the clock.
     *
     * @throws OdographException NAME_INVALID, ARGUMENT_INVALID, TEMPORAL_UNAVAILABLE
     */
    public void byClock(String name, RunInput input, Timing timing) {
        create(
                name,
                timing,
                ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(MetricGraphRun.class)
                        .setArguments(input, null)
                        .setOptions(options(name, input.graph() + " on " + input.dataset()))
                        .build());
    }

    /**
     * Makes a schedule that looks for new versions of a dataset, and runs them one after another.
     *
     * @param timing how often it looks
     * @throws OdographException NAME_INVALID, ARGUMENT_INVALID, TEMPORAL_UNAVAILABLE
     */
    public void onArrival(String name, RunInput input, Duration settle, Timing timing) {
        create(
                name,
                timing,
                ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(ArrivalWatch.class)
                        .setArguments(new ArrivalInput(name, input, settle.toSeconds()))
                        .setOptions(options(name + "-look", "Look for recordings in " + input.dataset()))
                        .build());
    }

    private static WorkflowOptions options(String id, String summary) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.RUNS)
                .setStaticSummary(summary)
                .build();
    }

    private void create(String name, Timing timing, ScheduleActionStartWorkflow action) {
        if (!NAME.matcher(name).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Schedule name \"" + name
                            + "\" is not valid: begin with a letter and use letters, digits, '_', '-', at"
                            + " most 100 characters");
        }
        ScheduleSpec.Builder spec = ScheduleSpec.newBuilder().setTimeZoneName(timing.timeZone());
        if (timing.cron() != null) {
            spec.setCronExpressions(List.of(timing.cron()));
        } else if (timing.every() != null) {
            spec.setIntervals(List.of(new ScheduleIntervalSpec(timing.every())));
        }
        Schedule schedule = Schedule.newBuilder()
                .setAction(action)
                .setSpec(spec.build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(timing.overlap())
                        .setCatchupWindow(timing.catchUp())
                        .build())
                .build();
        asked(
                name,
                () -> client.createSchedule(
                        name, schedule, ScheduleOptions.newBuilder().build()));
    }

    /**
     * A schedule as lists show it.
     *
     * @param name its name
     * @param what type of the workflow that it starts: {@code MetricGraphRun} or {@code ArrivalWatch}
     * @param paused whether it starts nothing for now
     * @param note why it is paused, or empty
     * @param next when it starts something next; null where it is paused or never does
     * @param latest id of what it started last; null where it has started nothing
     */
    public record Listed(
            String name,
            String what,
            boolean paused,
            String note,
            @Nullable Instant next,
            @Nullable String latest) {}

    /** All of them by name. What was changed a moment ago may be missing: Temporal lists a little late. */
    public List<Listed> list() {
        return asked(
                "",
                () -> client.listSchedules(PAGE)
                        .map(RunSchedules::listed)
                        .sorted(Comparator.comparing(Listed::name))
                        .toList());
    }

    private static Listed listed(ScheduleListDescription one) {
        var schedule = one.getSchedule();
        var actions = one.getInfo().getRecentActions();
        var latest = actions.isEmpty() ? null : actions.getLast().getAction();
        boolean paused = schedule.getState().isPaused();
        List<Instant> next = one.getInfo().getNextActionTimes();
        return new Listed(
                one.getScheduleId(),
                schedule.getAction() instanceof io.temporal.client.schedules.ScheduleListActionStartWorkflow start
                        ? start.getWorkflow()
                        : "",
                paused,
                String.valueOf(schedule.getState().getNote()),
                paused || next.isEmpty() ? null : next.getFirst(),
                latest instanceof io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow started
                        ? started.getWorkflowId()
                        : null);
    }

    /** Starts nothing more until it is resumed. */
    public void pause(String name, String note) {
        with(name, handle -> handle.pause(note));
    }

    /** Goes on. */
    public void resume(String name) {
        with(name, ScheduleHandle::unpause);
    }

    /** Starts one now, whatever the time is. */
    public void trigger(String name) {
        with(name, handle -> handle.trigger(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL));
    }

    /** Starts all that it would have started in a time that is over, one after another. */
    public void backfill(String name, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "The time from " + from + " to " + to + " is none: begin before its end");
        }
        with(
                name,
                handle -> handle.backfill(List.of(
                        new ScheduleBackfill(from, to, ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL))));
    }

    /** Deletes it; runs that it started stay. */
    public void remove(String name) {
        with(name, ScheduleHandle::delete);
    }

    private void with(String name, Consumer<ScheduleHandle> work) {
        var unused = asked(name, () -> {
            // Of one that is not there, Temporal takes some requests without a word.
            var there = workflows
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .describeSchedule(DescribeScheduleRequest.newBuilder()
                            .setNamespace(workflows.getOptions().getNamespace())
                            .setScheduleId(name)
                            .build());
            work.accept(client.getHandle(name));
            return there;
        });
    }

    private static <T> T asked(String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (ScheduleAlreadyRunningException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "There is a schedule \"" + name + "\": choose another name, or remove it first",
                    e);
        } catch (ScheduleException | StatusRuntimeException e) {
            Status status = Status.fromThrowable(e);
            if (status.getCode() == Status.Code.NOT_FOUND) {
                throw new OdographException(
                        ErrorCode.SCHEDULE_NOT_FOUND,
                        "Schedule \"" + name + "\" is not there: ./odograph schedules list shows those that are",
                        e);
            }
            if (status.getCode() == Status.Code.INVALID_ARGUMENT) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Temporal does not take schedule \"" + name + "\": " + status.getDescription()
                                + ". Cron has five fields, such as '0 2 * * *'",
                        e);
            }
            throw new OdographException(
                    ErrorCode.TEMPORAL_UNAVAILABLE,
                    "Temporal did not take schedule \"" + name + "\": " + status + ". See ./odograph status",
                    e);
        }
    }
}
