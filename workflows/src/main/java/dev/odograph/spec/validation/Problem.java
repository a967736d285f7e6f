package dev.odograph.spec.validation;

import static java.util.Objects.requireNonNull;

/**
 * One mistake in a graph.
 *
 * @param step the step, metric or parameter it is about; empty where it is about the graph itself
 * @param message names the step, the offending thing and the mend; stands by itself
 */
public record Problem(String step, String message) {
    public Problem {
        requireNonNull(step, "step is null");
        requireNonNull(message, "message is null");
    }
}
