package dev.odograph.contract;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a run may be under way at once, over all workers.
 *
 * @param partitions partitions in flight at once; null for the platform's default
 * @param steps outputs under way at once of the stage that holds a step, by the step's name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RunLimits(@Nullable Integer partitions, Map<String, Integer> steps) {
    /** Partitions in flight at once unless a run says otherwise; more only lengthens queues. */
    public static final int PARTITIONS = 32;

    public RunLimits {
        steps = Map.copyOf(requireNonNullElse(steps, Map.of()));
        if (partitions != null) {
            check("partitions", partitions);
        }
        steps.forEach(RunLimits::check);
    }

    /** No limits but the platform's own. */
    public static RunLimits none() {
        return new RunLimits(null, Map.of());
    }

    private static void check(String what, int limit) {
        if (limit < 1) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Limit of \"" + what + "\" is " + limit + ": give a whole number of at least 1");
        }
    }
}
