package dev.odograph.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a run may be under way at once.
 *
 * @param partitions partitions; 32 where null
 * @param steps outputs of a step by the step's name, 1 at least; null for no such limits
 */
public record RunLimits(
        @Nullable Integer partitions, @Nullable Map<String, Integer> steps) {
    /** Copies. */
    public RunLimits {
        steps = steps == null ? null : Map.copyOf(steps);
    }
}
