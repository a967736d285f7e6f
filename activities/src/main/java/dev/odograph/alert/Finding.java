package dev.odograph.alert;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Something that a rule found.
 *
 * @param slice what it is about; with the rule its identity, so that it is told once
 * @param message a sentence with figure, limit and what to do
 * @param value the figure; null where there is none
 * @param graph the graph; null where there is none
 * @param owner the team that answers for it; null where none does
 * @param runId the run; null where there is none
 */
public record Finding(
        String slice,
        String message,
        @Nullable Double value,
        @Nullable String graph,
        @Nullable String owner,
        @Nullable String runId) {
    public Finding {
        requireNonNull(slice, "slice is null");
        requireNonNull(message, "message is null");
    }
}
