package dev.odograph.query;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Temporal says is under way in a run now.
 *
 * @param known whether Temporal answered; where it did not, nothing is known of what is at work
 * @param temporalRunId Temporal's id of the execution; null where there is none
 * @param tasks activities under way or waiting for a worker, at most {@value #MOST}
 * @param more activities that are left out
 * @param ranges child workflows under way
 */
public record AtWork(boolean known, @Nullable String temporalRunId, List<Task> tasks, int more, int ranges) {
    /** Most activities that are shown. */
    public static final int MOST = 40;

    /** Nothing. */
    static final AtWork NOTHING = new AtWork(true, null, List.of(), 0, 0);

    public AtWork {
        tasks = List.copyOf(tasks);
    }

    /**
     * An activity.
     *
     * @param what what it is at: step, segment and rows, or its type where it has not said
     * @param stage the stage that it works on; null where it has not said
     * @param started whether a worker has it
     * @param attempt number of the attempt, from 1
     * @param since when the attempt began, or when the activity was scheduled; null where that is not known
     * @param lastFailure why the attempt before failed; null where none did
     */
    public record Task(
            String what,
            @Nullable String stage,
            boolean started,
            int attempt,
            @Nullable Instant since,
            @Nullable String lastFailure) {}

    /** Activities that work on a stage. */
    public long on(String stage) {
        return tasks.stream()
                .filter(task -> task.started() && stage.equals(task.stage()))
                .count();
    }
}
