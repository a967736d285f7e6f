package dev.odograph.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes outputs of a run that succeeded once more, to see whether the same code makes the same of the same input.
 * Stores nothing, so that it may be asked again. Task queue {@code odograph-compute}.
 */
@ActivityInterface
public interface RepeatActivities {
    /** Outputs that one repetition computes at most; of a run of more, partitions are taken evenly from all. */
    int MOST = 200;

    /** Computes outputs of a run once more and says which came out otherwise. */
    @ActivityMethod(name = "Repeat")
    Repeated repeat(RepeatRequest request);

    /**
     * What to repeat.
     *
     * @param runId a run that succeeded
     */
    record RepeatRequest(String runId) {}

    /**
     * What a repetition found.
     *
     * @param outputs outputs that were computed again and compared
     * @param planned outputs that the run has
     * @param flakes those that came out otherwise
     */
    record Repeated(int outputs, long planned, List<Flake> flakes) {
        public Repeated {
            flakes = List.copyOf(flakes);
        }
    }

    /**
     * An output that did not come out the same.
     *
     * @param stage name of its stage
     * @param partition number of its partition, from 1; 0 for a stage that reduces
     * @param segmentId the first segment of the partition; null for a stage that reduces
     * @param message what came out
     */
    record Flake(String stage, int partition, @Nullable String segmentId, String message) {}
}
