package dev.odograph.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges the runs of a {@link RegressionRun}. Reads only, so that it may be asked again. Task queue {@code io}. */
@ActivityInterface
public interface RegressionActivities {
    /** What the head comes to, by its base. */
    @ActivityMethod(name = "Judge")
    RegressionOutcome judge(JudgeRequest request);

    /**
     * Two runs that have ended.
     *
     * @param input what was asked for
     * @param base how the base failed; null where it succeeded
     * @param head how the head failed; null where it succeeded
     * @param repeated what repetitions of the head found; empty where there were none
     */
    record JudgeRequest(
            RegressionInput input,
            @Nullable SideFailure base,
            @Nullable SideFailure head,
            List<RepeatActivities.Repeated> repeated) {
        public JudgeRequest {
            repeated = List.copyOf(Objects.requireNonNullElse(repeated, List.of()));
        }
    }

    /**
     * How a run failed.
     *
     * @param code its error code
     * @param message the reason
     */
    record SideFailure(String code, String message) {}
}
