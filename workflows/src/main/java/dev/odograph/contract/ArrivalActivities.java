package dev.odograph.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** Looks for recordings that arrived. Reads only. Task queue {@code io}. */
@ActivityInterface
public interface ArrivalActivities {
    /** What there is to run now. */
    @ActivityMethod(name = "Look")
    Arrival look(ArrivalInput input);

    /**
     * What was found.
     *
     * @param runId id of the run to start; null where there is none to start
     * @param dataset dataset with its version, {@code name@version}; null likewise
     * @param words one sentence on it
     */
    record Arrival(@Nullable String runId, @Nullable String dataset, String words) {}
}
