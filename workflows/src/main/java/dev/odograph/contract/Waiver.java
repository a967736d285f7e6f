package dev.odograph.contract;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Segments that a run does without, by whose decision and why.
 *
 * @param by name of a person or of a service
 * @param reason in their words
 * @param segments ids of the segments; empty for all that failed: the segment that a failure names, or where it names
 *     none, all segments of its partition
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Waiver(@Nullable String by, @Nullable String reason, List<String> segments) {
    public Waiver {
        segments = List.copyOf(requireNonNullElse(segments, List.of()));
    }

    /** Who and why. */
    public Operator asOperator() {
        return new Operator(by, reason);
    }
}
